import { parseDrugTable } from '../../core/drug/drug-table.ts';
import { reportDrug, type ReportDrug } from '../../core/report/report-drug.ts';
import { BACKEND_NAMES } from '../../inference/index.ts';
import type { SessionReader } from '../../main/store/index.ts';
import type { Arguments } from '../arguments.ts';
import { readText } from '../files.ts';
import { withInference } from '../inference-client.ts';
import { withSessionFile } from '../open-session.ts';
import { DRUG_TABLE_FILE } from '../paths.ts';
import { writeReport } from '../report/write-report.ts';
import { shown } from '../table.ts';
import { twinLines, twinSummary } from '../twin-answer.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const reportVerb: Verb = {
  words: ['report'],
  summary: 'Write the HTML report of a twin: current, action potential, parameters, limits, provenance.',
  options: {
    session: { value: 'FILE', help: 'Session with the twin.', required: true },
    out: { value: 'FILE.html', help: 'Where the report is written.', required: true },
    'twin-id': { value: 'N', help: 'Which twin; may be left out where the session has one.' },
    drug: { value: 'NAME', help: 'A drug of the table to show on the twin. Default: half of IKr.' },
    'concentration-nm': { value: 'N', help: 'Of the drug, nM. Default: its free Cmax.' },
    source: { value: 'ID', help: 'Source of its block values. Default: manual patch clamp, then automated, then compiled.' },
    'true-seed': { value: 'N', help: 'Seed of the simulated rig that was recorded: compares with its true cell.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
  },
  async run(args, context) {
    const out = args.need('out');
    const asked = args.number('twin-id', { min: 1, whole: true });
    const trueSeed = args.number('true-seed', { min: 0, whole: true }) ?? null;
    const drug = drugOf(args);
    const prefer = args.choice('backend', BACKEND_NAMES);
    return withSessionFile(args.need('session'), async (session) => {
      const twinId = asked ?? onlyTwin(session);
      if (trueSeed !== null && !session.summary().simulated)
        throw new Error(
          '--true-seed: this session was not recorded on the simulated rig, so its cell has no known truth. Leave the option out.',
        );
      const {
        twin,
        recordedBeat,
        drug: shownDrug,
      } = await withInference({ prefer }, context, (inference) =>
        writeReport(out, session, inference, {
          twinId,
          trueSeed,
          ...(drug === null ? {} : { drug }),
          generatedAt: new Date().toISOString(),
        }),
      );
      const recorded = recordedBeat === null ? null : { outcome: recordedBeat.beat.outcome, ...recordedBeat.beat.features };
      return {
        json: {
          report: out,
          twinId,
          ...twinSummary(twin),
          recorded,
          drug: { title: shownDrug.title, outcome: shownDrug.after.outcome, ...shownDrug.after.features, notes: shownDrug.notes },
        },
        lines: [...twinLines(twin), '', `Report: ${out}`],
      };
    });
  },
};

/** With several twins, the one that is meant must be named. */
function onlyTwin(session: SessionReader): number {
  const twins = session.listTwins();
  const [first] = twins;
  if (first === undefined) throw new Error('The session has no twin yet. Make one with "infer --session FILE".');
  if (twins.length === 1) return first.twinId;
  const named = twins.slice(0, 8).map(({ twinId, method, nrmsePercent }) => `${twinId} (${method}, NRMSE ${shown(nrmsePercent, 2)} %)`);
  throw new UsageError(
    `The session has ${twins.length} twins: ${named.join(', ')}${twins.length > 8 ? ' and more' : ''}. Name one with --twin-id N.`,
  );
}

function drugOf(args: Arguments): ReportDrug | null {
  const drug = args.text('drug');
  const concentrationNm = args.number('concentration-nm', { min: 0 });
  const sourceId = args.text('source');
  if (drug === undefined) {
    if (concentrationNm !== undefined || sourceId !== undefined) throw new UsageError('--concentration-nm and --source belong to --drug.');
    return null;
  }
  const table = parseDrugTable(readText(DRUG_TABLE_FILE, 'Drug table'), 'drugs.json');
  return reportDrug(table, {
    drug,
    ...(concentrationNm === undefined ? {} : { concentrationNm }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
}
