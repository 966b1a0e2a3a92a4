import { readFileSync } from 'node:fs';
import { applyBlock } from '../../core/drug/apply-block.ts';
import { blockedEnsemble } from '../../core/drug/blocked-ensemble.ts';
import { MOST_NM } from '../../core/drug/dose-question.ts';
import { drugDose } from '../../core/drug/drug-dose.ts';
import { FAILED_ANSWER_NOTE } from '../../core/drug/experiment-sweep.ts';
import { measuredAtNm } from '../../core/drug/measured-entry.ts';
import type { SourceSpread } from '../../core/drug/source-spread.ts';
import { FREE_STATIC_NOTE, STATIC_BLOCK } from '../../core/drug/static-block.ts';
import { fitFailed } from '../../core/twin/fit-failed.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { SETTLE_S, simulateBeat } from '../../core/beat/simulate-beat.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { originOf } from '../../core/twin/twin-origin.ts';
import { twinValues } from '../../core/twin/twin-values.ts';
import { kernelPath } from '../../inference/index.ts';
import type { Arguments } from '../arguments.ts';
import { beatDifferences, beatTable, ensembleTable } from '../beat-lines.ts';
import { blockNotes, parseBlocks, type BlockedChannel } from '../blocks.ts';
import { COMPOUNDS_OPTION, drugsOf } from '../drug-table.ts';
import { druggedTwin, TWIN_AND_MEASURED_OPTIONS, twinOf } from '../experiment/drugged-twin.ts';
import { MEASURED_WORD } from '../experiment/measured-of-session.ts';
import { RESOURCES_DIR } from '../paths.ts';
import { warningLines } from '../twin-answer.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const drug: Verb = {
  words: ['drug'],
  summary: 'Beat a twin before and after channels are blocked.',
  options: {
    block: { value: 'IKr=0.5,...', help: 'Blocked fraction per channel, 0 to 1.' },
    drug: { value: 'NAME', help: 'A drug of the table instead; needs --concentration-nm.' },
    'concentration-nm': { value: 'N', help: 'Free concentration, nM.' },
    ...COMPOUNDS_OPTION,
    ...TWIN_AND_MEASURED_OPTIONS,
    source: {
      value: `ID|${MEASURED_WORD}`,
      help:
        `Source of the block values; "${MEASURED_WORD}": by the clamp of the session with it. ` +
        `Default: manual patch clamp, then automated, then compiled.`,
    },
  },
  async run(args) {
    args.oneOf('block', 'drug');
    const { twin, blocked, notes, name, source, spread } = await blocksOf(args);
    const values = twinValues(twin);
    const failed = fitFailed(twin.fit);
    const before = simulateBeat(values);
    const after = simulateBeat(applyBlock(values, blocked));
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const ensemble = blockedEnsemble(kernel, twin.ensemble?.members ?? [], blocked, twin.temperatureC);
    const difference = beatDifferences(before.features, after.features);
    return {
      json: {
        drug: name,
        source,
        spread,
        origin: originOf(twin),
        fitFailed: failed,
        alarms: twin.alarms,
        condition: FREE_STATIC_NOTE,
        blocked: Object.fromEntries(blocked.map(({ channel, fraction }) => [channel, fraction])),
        before: { outcome: before.outcome, ...before.features },
        after: { outcome: after.outcome, ...after.features },
        difference,
        ensemble,
        notes: [...notes, STATIC_BLOCK],
      },
      lines: [
        ...warningLines(twin),
        ...(failed ? [FAILED_ANSWER_NOTE] : []),
        `${name}: ${blockWords(blocked)}`,
        `${FREE_STATIC_NOTE}; each state settled for ${SETTLE_S} s.`,
        ...beatTable([
          ['Before', before],
          ['After', after],
        ]),
        ...(ensemble
          ? [
              `Ensemble of ${ensemble.before.members} cells that the recording cannot distinguish from the twin, median (90 %):`,
              ...ensembleTable(
                [
                  ['Before', ensemble.before],
                  ['After', ensemble.after],
                ],
                ensemble.change,
              ),
            ]
          : []),
        ...notes,
        STATIC_BLOCK,
      ],
    };
  },
};

interface Blocks {
  readonly twin: Twin;
  readonly name: string;
  /** Id of the source of the values; null where they were given. */
  readonly source: string | null;
  readonly blocked: readonly BlockedChannel[];
  /** Disagreement of the sources on the block. */
  readonly spread: readonly SourceSpread[];
  readonly notes: readonly string[];
}

async function blocksOf(args: Arguments): Promise<Blocks> {
  const given = args.text('block');
  if (given !== undefined) {
    for (const option of ['concentration-nm', 'source', 'measured', 'compounds', 'session', 'twin-id', 'measured-recording'])
      if (args.text(option) !== undefined) throw new UsageError(`--${option} belongs to --drug.`);
    const blocked = parseBlocks(given);
    return { twin: twinOf(args), name: 'Block', source: null, blocked, spread: [], notes: blockNotes(blocked) };
  }
  const table = drugsOf(args);
  const { twin, measured, sourceId } = await druggedTwin(args, table);
  const atNm = measured === null ? null : measuredAtNm(measured);
  const concentrationNm = args.number('concentration-nm', { min: 0 }) ?? atNm ?? undefined;
  if (concentrationNm === undefined) throw new UsageError('Missing: --concentration-nm N, the free concentration in nM.');
  if (concentrationNm > MOST_NM) throw new UsageError(`--concentration-nm: expected at most 1 mol/l (1e9 nM), got ${concentrationNm}.`);
  const drugs = measured === null ? table : [...table, measured];
  const { entry, blocked, notes, spread } = drugDose(drugs, { drug: args.need('drug'), concentrationNm, sourceId });
  return { twin, name: `${entry.drug} ${concentrationNm} nM (${entry.sourceId})`, source: entry.sourceId, blocked, spread, notes };
}

function blockWords(blocked: readonly BlockedChannel[]): string {
  return (
    blocked.map(({ channel, fraction }) => `${channel} ${(100 * fraction).toFixed(1)} %`).join(', ') || 'no channel known to be blocked'
  );
}
