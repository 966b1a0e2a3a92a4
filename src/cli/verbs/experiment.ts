import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { compareExperiments, reproduced, type ExperimentComparison } from '../../core/drug/compare-experiments.ts';
import { experimentCsv } from '../../core/drug/experiment-csv.ts';
import { experimentJson, isStoredExperiment, parseExperiment } from '../../core/drug/experiment-file.ts';
import { equationsOf, provenanceLine } from '../../core/drug/experiment-id.ts';
import type { Experiment } from '../../core/drug/experiment-schema.ts';
import { STATIC_BLOCK } from '../../core/drug/static-block.ts';
import { conditionWords } from '../../core/drug/sweep-condition.ts';
import { studyPage } from '../../core/report/study/study-page.ts';
import { runExperiment } from '../../inference/index.ts';
import type { Arguments } from '../arguments.ts';
import { COMPOUNDS_OPTION, drugsOf } from '../drug-table.ts';
import { readWish } from '../experiment/experiment-wish.ts';
import { DECIDES_OPTION, decidesLines, decidesOf } from '../experiment/decides.ts';
import { levelJson, resultLines } from '../experiment/result-lines.ts';
import { withSweepThreads } from '../experiment/threads.ts';
import { readText, writeText } from '../files.ts';
import { shown, table } from '../table.ts';
import type { Answer, Context, Verb } from '../verb.ts';

export const experiment: Verb = {
  words: ['experiment'],
  summary: 'Run, go on with, run again, compare or report a drug experiment on twins or a population.',
  operands: [{ value: 'FILE.json', help: 'What is asked: cells, drug, concentrationsNm or wash, conditions; or a stored experiment.' }],
  options: {
    out: {
      value: 'FILE.json',
      help: 'Store the experiment; what is in it already is not simulated again. Default: the stored one itself.',
    },
    csv: { value: 'FILE.csv', help: 'Every measure as a table.' },
    report: { value: 'FILE.html', help: 'Report of the study.' },
    compare: { value: 'OTHER.json', help: 'Compare with another stored experiment.' },
    again: { help: 'Simulate a stored experiment again and count the results that differ in any digit.' },
    ...COMPOUNDS_OPTION,
    ...DECIDES_OPTION,
    workers: { value: 'N', help: 'Threads; the result is the same for any number. Default: one for each processor.' },
  },
  async run(args, context) {
    args.exclusive('compare', 'again');
    const { asked, notes, store } = await askedOf(args);
    const other = args.text('compare');
    if (other !== undefined) return comparison(asked, parseExperiment(readText(other, 'Experiment'), basename(other)));
    if (args.flag('again')) return again(asked, args, context);
    const keep = (results: Experiment['results']): Experiment => {
      const kept = { ...asked, results };
      if (store !== undefined) writeText(store, experimentJson(kept));
      return kept;
    };
    const done = keep(await simulate(asked, args, context, keep));
    const decides = await decidesOf(args, done, workersOf(args), context.signal);
    const stored = store === undefined ? null : basename(store);
    const provenance = provenanceLine(done, stored);
    const [csv, report] = [args.text('csv'), args.text('report')];
    if (csv !== undefined) writeText(csv, experimentCsv(done, stored));
    if (report !== undefined)
      writeText(
        report,
        studyPage(done, { generatedAt: new Date().toISOString(), provenance, notes, sensitivity: decides?.sensitivity ?? null }),
      );
    return {
      json: {
        id: done.id,
        provenance,
        settings: done.settings,
        cells: done.cells.map(({ name, kind, origin, members, alarms, fitFailed }) => ({
          name,
          kind,
          origin,
          members: members.length,
          alarms,
          fitFailed,
        })),
        results: done.results.map(({ levels, ...result }) => ({ ...result, levels: levels.map(levelJson) })),
        decides,
        notes: [...notes, STATIC_BLOCK],
      },
      lines: [...done.results.flatMap((result) => resultLines(done, result)), ...decidesLines(decides), ...notes, STATIC_BLOCK, provenance],
    };
  },
};

interface Asked {
  readonly asked: Experiment;
  readonly notes: readonly string[];
  /** Where results are kept as they come. */
  readonly store: string | undefined;
}

/** A stored experiment, or a wish with the results that its --out already has. */
async function askedOf(args: Arguments): Promise<Asked> {
  const file = args.operand(0);
  const text = readText(file, 'Experiment');
  const out = args.text('out');
  if (isStoredExperiment(text)) return { asked: parseExperiment(text, basename(file)), notes: [], store: out ?? file };
  const { experiment: planned, notes } = await readWish(file, drugsOf(args), new Date().toISOString());
  if (out === undefined || !existsSync(out)) return { asked: planned, notes, store: out };
  const before = parseExperiment(readText(out, 'Experiment'), basename(out));
  if (before.id !== planned.id)
    throw new Error(`${basename(out)} holds another experiment (${before.id}, this is ${planned.id}). Name another file with --out.`);
  return { asked: { ...planned, results: sameEquations(before) ? before.results : [] }, notes, store: out };
}

/** Results of other equations are not mixed with new ones. */
function sameEquations({ versions, cells }: Experiment): boolean {
  return JSON.stringify(versions.equations) === JSON.stringify(equationsOf(cells));
}

function workersOf(args: Arguments): number {
  return args.number('workers', { min: 1, max: 256, whole: true }) ?? availableParallelism();
}

function simulate(
  asked: Experiment,
  args: Arguments,
  { signal, progress }: Context,
  keep: (results: Experiment['results']) => void,
): Promise<Experiment['results']> {
  const results = [...asked.results];
  return withSweepThreads(workersOf(args), (threadsFor) =>
    runExperiment(asked, threadsFor, {
      signal,
      onProgress: (fraction) => progress.step('experiment', fraction),
      onResult: (result) => {
        results.push(result);
        keep(results);
      },
    }),
  );
}

async function again(stored: Experiment, args: Arguments, context: Context): Promise<Answer> {
  const results = await simulate({ ...stored, results: [] }, args, context, () => undefined);
  const same = sameEquations(stored);
  const { results: count, different } = reproduced(stored.results, results);
  const words =
    different === 0
      ? `Reproduced: all ${count} results of ${stored.id} are the same to the last digit.`
      : `Not reproduced: ${different} of ${count} results of ${stored.id} differ.${same ? '' : ' The equations have changed since.'}`;
  return {
    json: { id: stored.id, results: count, different, sameEquations: same },
    lines: [provenanceLine(stored, basename(args.operand(0))), words],
    failed: different > 0,
  };
}

function comparison(first: Experiment, second: Experiment): Answer {
  const compared = compareExperiments(first, second);
  return {
    json: { ids: [first.id, second.id], ...compared },
    lines: [
      `${first.id} (A) and ${second.id} (B)`,
      ...(compared.differences.length === 0 ? ['Both ask for the same.'] : compared.differences),
      ...first.settings.conditions.map((condition, i) => `Condition ${i + 1}: ${conditionWords(condition)}`),
      ...(compared.levels.length === 0 ? [] : levelLines(compared)),
      ...compared.washes.flatMap(washLines),
    ],
  };
}

function median(spread: { readonly median: number } | null): string {
  return shown(spread?.median, 0);
}

function levelLines({ levels }: ExperimentComparison): string[] {
  return table(
    ['Cell', 'Condition', 'nM', 'Outcome A', 'Outcome B', 'APD90 A (ms)', 'APD90 B (ms)', 'Change A (ms)', 'Change B (ms)'],
    levels.map(({ cell, condition, nM, outcomes, apd90Ms, apd90Change }) => [
      cell,
      condition,
      String(nM),
      ...outcomes,
      ...apd90Ms.map(median),
      ...apd90Change.map(median),
    ]),
  );
}

function washLines({ cell, condition, stops, intervals }: ExperimentComparison['washes'][number]): string[] {
  return [
    `${cell}, ${condition}`,
    `A: ${stops[0]}`,
    `B: ${stops[1]}`,
    ...table(
      ['From (s)', 'nM A', 'nM B', 'Outcome A', 'Outcome B', 'APD90 A (ms)', 'APD90 B (ms)', 'Calcium A (nM)', 'Calcium B (nM)'],
      intervals.map(({ fromS, nM, outcomes, apd90Ms, calciumNm }) => [
        String(fromS),
        ...nM.map((each) => String(Number(each.toPrecision(3)))),
        ...outcomes,
        ...apd90Ms.map(median),
        ...calciumNm.map(median),
      ]),
    ),
  ];
}
