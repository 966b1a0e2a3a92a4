import { parseDrugTable } from '../../core/drug/drug-table.ts';
import { reportDrug, type ReportDrug } from '../../core/report/report-drug.ts';
import { BACKEND_NAMES } from '../../inference/index.ts';
import type { SessionReader } from '../../main/store/index.ts';
import type { Arguments } from '../arguments.ts';
import { readText } from '../files.ts';
import { withInference } from '../inference-client.ts';
import { MEASURED_WORD, measuredOfSession } from '../experiment/measured-of-session.ts';
import { onlyTwin } from '../only-twin.ts';
import { withSessionFile } from '../open-session.ts';
import { DRUG_TABLE_FILE } from '../paths.ts';
import { writeReport } from '../report/write-report.ts';
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
    'concentration-nm': { value: 'N', help: 'Of the drug, nM. Default: that of a measured block, else its free Cmax.' },
    source: {
      value: `ID|${MEASURED_WORD}`,
      help:
        `Source of its block values; "${MEASURED_WORD}": by the clamp of the session with it. ` +
        `Default: manual patch clamp, then automated.`,
    },
    'measured-recording': { value: 'N', help: 'Which clamp with the drug; may be left out where the session has one.' },
    'true-seed': { value: 'N', help: 'Seed of the simulated rig that was recorded: compares with its true cell.' },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
  },
  async run(args, context) {
    const out = args.need('out');
    const asked = args.number('twin-id', { min: 1, whole: true });
    const trueSeed = args.number('true-seed', { min: 0, whole: true }) ?? null;
    const prefer = args.choice('backend', BACKEND_NAMES);
    return withSessionFile(args.need('session'), async (session) => {
      const twinId = asked ?? onlyTwin(session);
      const drug = await drugOf(args, session, twinId);
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

async function drugOf(args: Arguments, session: SessionReader, twinId: number): Promise<ReportDrug | null> {
  const drug = args.text('drug');
  const concentrationNm = args.number('concentration-nm', { min: 0 });
  const source = args.text('source');
  const recordingId = args.number('measured-recording', { min: 1, whole: true });
  if (drug === undefined) {
    if (concentrationNm !== undefined || source !== undefined) throw new UsageError('--concentration-nm and --source belong to --drug.');
    return null;
  }
  if (recordingId !== undefined && source !== MEASURED_WORD)
    throw new UsageError(`--measured-recording belongs to --source ${MEASURED_WORD}.`);
  const table = parseDrugTable(readText(DRUG_TABLE_FILE, 'Drug table'), 'drugs.json');
  const measured = source === MEASURED_WORD ? await measuredOfSession(session, { twinId, drug, recordingId }, table) : null;
  const sourceId = measured?.sourceId ?? source;
  return reportDrug(measured === null ? table : [...table, measured], {
    drug,
    ...(concentrationNm === undefined ? {} : { concentrationNm }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
}
