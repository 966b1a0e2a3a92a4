import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { parseBeside } from '../../core/drug/beside-text.ts';
import { experimentCsv } from '../../core/drug/experiment-csv.ts';
import { experimentJson } from '../../core/drug/experiment-file.ts';
import { provenanceLine } from '../../core/drug/experiment-id.ts';
import { experimentTwin } from '../../core/drug/experiment-twin.ts';
import { MOST_CONCENTRATIONS, type Experiment } from '../../core/drug/experiment-schema.ts';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { planExperiment, type ExperimentWish } from '../../core/drug/plan-experiment.ts';
import { STATIC_BLOCK } from '../../core/drug/static-block.ts';
import { conditionProblem } from '../../core/drug/sweep-condition.ts';
import { PROGRAM, runExperiment } from '../../inference/index.ts';
import type { Arguments } from '../arguments.ts';
import { COMPOUNDS_OPTION, drugsOf } from '../drug-table.ts';
import { CONDITION_OPTIONS, conditionOf } from '../experiment/condition-options.ts';
import { DECIDES_OPTION, decidesLines, decidesOf } from '../experiment/decides.ts';
import { levelJson, resultLines } from '../experiment/result-lines.ts';
import { druggedTwin, TWIN_AND_MEASURED_OPTIONS } from '../experiment/drugged-twin.ts';
import { MEASURED_WORD } from '../experiment/measured-of-session.ts';
import { withSweepThreads } from '../experiment/threads.ts';
import { writeText } from '../files.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

export const sweep: Verb = {
  words: ['sweep'],
  summary: 'Cumulative concentration-response of a drug on a twin and its ensemble.',
  options: {
    drug: { value: 'NAME', help: 'A drug of the table, or an own compound.', required: true },
    'concentrations-nm': { value: 'A,B,C', help: 'Free concentrations, nM; 0 is added.', required: true },
    with: { value: 'NAME=nM,...', help: 'Other drugs beside it, each at one concentration (Bliss independence).' },
    source: {
      value: `ID|${MEASURED_WORD}|all`,
      help:
        `Source of the block values; "${MEASURED_WORD}": by the clamp of the session with it; ` +
        `"all" adds the curve of every source. Default: as of the verb drug.`,
    },
    ...COMPOUNDS_OPTION,
    ...TWIN_AND_MEASURED_OPTIONS,
    ...CONDITION_OPTIONS,
    ...DECIDES_OPTION,
    shares: { help: "How much of the band comes from the twin and how much from the drug's values: twice as many simulations more." },
    seed: { value: 'N', help: 'Seed of the draws of the block values. Default 1.' },
    out: { value: 'FILE.json', help: 'Store the experiment, to open, compare, report or run again.' },
    csv: { value: 'FILE.csv', help: 'Every measure at every concentration as a table.' },
    workers: { value: 'N', help: 'Threads; the result is the same for any number. Default: one for each processor.' },
  },
  async run(args, { signal, progress }) {
    const made = { program: PROGRAM, createdAt: new Date().toISOString() };
    const table = drugsOf(args);
    const { twin, measured, sourceId } = await druggedTwin(args, table);
    const wish = wishOf(args, sourceId === 'all' ? measured?.sourceId : sourceId);
    const all = measured === null ? table : [...table, measured];
    const { experiment, notes, spread } = planExperiment(all, wish, [experimentTwin(twin, twin.cellName)], made);
    const workers = args.number('workers', { min: 1, max: 256, whole: true }) ?? availableParallelism();
    const results = await withSweepThreads(workers, (threadsFor) =>
      runExperiment(experiment, threadsFor, { signal, onProgress: (fraction) => progress.step('sweep', fraction) }),
    );
    const done: Experiment = { ...experiment, results };
    const decides = await decidesOf(args, done, workers, signal);
    const [out, csv] = [args.text('out'), args.text('csv')];
    const stored = out === undefined ? null : basename(out);
    const provenance = provenanceLine(done, stored);
    if (out !== undefined) writeText(out, experimentJson(done));
    if (csv !== undefined) writeText(csv, experimentCsv(done, stored));
    const { settings, cells } = done;
    return {
      json: {
        id: done.id,
        drug: settings.entry.drug,
        source: settings.entry.sourceId,
        beside: settings.beside.map(({ entry, concentrationNm }) => ({ drug: entry.drug, source: entry.sourceId, nM: concentrationNm })),
        condition: settings.conditions[0],
        seed: settings.seed,
        members: cells[0]?.members.length,
        origin: cells[0]?.origin,
        fitFailed: cells[0]?.fitFailed,
        alarms: twin.alarms,
        concentrations: results[0]?.levels.map(levelJson),
        spread,
        sources: results[0]?.sources,
        decides,
        simulations: results[0]?.simulations,
        seconds: results[0]?.seconds,
        provenance,
        notes: [...notes, STATIC_BLOCK],
      },
      lines: [...results.flatMap((result) => resultLines(done, result)), ...decidesLines(decides), ...notes, STATIC_BLOCK, provenance],
    };
  },
};

/** @param source of the block values; undefined: the usual one */
function wishOf(args: Arguments, source: string | undefined): ExperimentWish {
  const condition = conditionOf(args);
  const problem = conditionProblem(condition);
  if (problem !== null) throw new UsageError(problem);
  return {
    name: '',
    drug: args.need('drug'),
    source,
    allSources: args.text('source') === 'all',
    concentrationsNm: concentrationsOf(args.need('concentrations-nm')),
    beside: besideOf(args.text('with')),
    conditions: [condition],
    seed: args.number('seed', { min: 0, whole: true }) ?? 1,
    shares: args.flag('shares'),
  };
}

/** @throws UsageError naming the part that is no concentration */
function concentrationsOf(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > MOST_CONCENTRATIONS)
    throw new UsageError(`--concentrations-nm: expected at most ${MOST_CONCENTRATIONS} concentrations, got ${parts.length}.`);
  return parts.map(concentrationOf);
}

function concentrationOf(part: string): number {
  const nM = part === '' ? NaN : Number(part);
  if (!(nM >= 0 && nM <= MOST_NM)) throw new UsageError(`--concentrations-nm: expected nM from 0 to 1e9 (1 mol/l), got "${part}".`);
  return nM;
}

function besideOf(text: string | undefined): ExperimentWish['beside'] {
  try {
    return parseBeside(text ?? '');
  } catch (cause) {
    throw new UsageError(`--with: ${(cause as Error).message}`, { cause });
  }
}
