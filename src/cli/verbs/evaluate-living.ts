import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import {
  afterOfCell,
  drugOfCell,
  drugTable,
  evaluateLivingCell,
  judgedAs,
  kernelPath,
  learnedPopulation,
  LIVING_MODES,
  openLivingSet,
  priorWithout,
  readLivingPopulation,
  summariseLiving,
  testFigures,
  TwinMaker,
  type AfterRow,
  type LivingRow,
  type MeasuredChange,
} from '../../inference/index.ts';
import { findProtocol } from '../../main/store/index.ts';
import { testLines } from '../after-lines.ts';
import { drugLines } from '../drug-lines.ts';
import { livingTable } from '../living-table.ts';
import { PROTOCOLS_DIR, RESOURCES_DIR } from '../paths.ts';
import { helpersOf, THREADS_OPTION } from '../simulation-threads.ts';
import type { Verb } from '../verb.ts';

export const evaluateLiving: Verb = {
  words: ['evaluate-living'],
  summary: "Make twins of recorded living cells and compare what they do with the cells' own potential.",
  options: {
    set: { value: 'DIR', help: 'Folder of cells: one folder each with vc_pre.csv and ap_pre.csv, and classes.json.', required: true },
    mode: { value: LIVING_MODES.join('|'), help: 'What is fitted: the clamp, the potential being the test; or both (default).' },
    cells: { value: 'N', help: 'The first N judged cells. Default: all.' },
    cell: { value: 'NAME', help: 'One cell alone.' },
    protocol: { value: 'ID|FILE', help: 'Protocol that was played. Default clark2022.' },
    prior: {
      value: 'learned|wide|FILE',
      help: 'Prior that other living cells have taught, the judged one left out (default where there is one); or the wide one.',
    },
    keep: { value: 'FILE.jsonl', help: 'Each cell is written there when it is done, and taken from there when it is in it already.' },
    seed: { value: 'N', help: 'Seed of starts and ensemble. Default 1.' },
    threads: THREADS_OPTION,
  },
  async run(args, { signal, progress }) {
    const mode = args.choice('mode', LIVING_MODES) ?? 'clamp+potential';
    const most = args.number('cells', { min: 1, whole: true }) ?? Infinity;
    const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
    const protocol = findProtocol(PROTOCOLS_DIR, args.text('protocol') ?? 'clark2022');
    const wanted = args.text('cell');
    const judged = openLivingSet(args.need('set'), protocol)
      .filter(({ name }) => wanted === undefined || name === wanted)
      .flatMap((cell) => {
        const does = judgedAs(cell);
        return does === null ? [] : [{ cell, does }];
      })
      .slice(0, most);
    const population = populationOf(args.text('prior') ?? 'learned');
    const keep = args.text('keep');
    const known = keep !== undefined && existsSync(keep) ? rowsOf(keep) : [];
    const { threads, helpers } = helpersOf(args);
    progress.note(await helpers.summary());
    const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR)));
    const maker = new TwinMaker(kernel, helpers);
    const rows: LivingRow[] = [];
    for (const [at, { cell, does }] of judged.entries()) {
      const before = known.find((row) => row.cell === cell.name && row.mode === mode);
      const row =
        before ??
        (await evaluateLivingCell(maker, kernel, cell, does, {
          mode,
          seed,
          priorFor: (asked) => priorWithout(population, asked),
          context: {
            signal,
            onProgress: (_stage, fraction, message) => progress.step(`${cell.name} (${at + 1} of ${judged.length})`, fraction, message),
          },
          now: () => performance.now() / 1000,
        }));
      if (before === undefined && keep !== undefined) appendFileSync(keep, `${JSON.stringify(row)}\n`);
      rows.push(row);
      signal.throwIfAborted();
    }
    await helpers.close();
    const measured: MeasuredChange[] = [];
    const after: AfterRow[] = [];
    for (const { cell } of judged) {
      const row = rows.find((made) => made.cell === cell.name);
      const change = row === undefined ? null : await drugOfCell(kernel, cell, row);
      if (row !== undefined && change !== null) {
        measured.push(change.measured);
        const beat = afterOfCell(kernel, cell, row, change, seed);
        if (beat !== null) after.push(beat);
      }
      progress.step('What changed with drug', measured.length / judged.length, cell.name);
      signal.throwIfAborted();
    }
    const drugs = drugTable(measured);
    const summary = summariseLiving(mode, rows);
    const tests = testFigures(rows, after);
    return {
      json: { ...summary, threads, drugs, tests, after, cells: rows.map(({ values: _values, members: _members, ...row }) => row) },
      lines: [...livingTable(summary, rows, threads), '', ...drugLines(drugs), '', ...testLines(tests, rows, after)],
    };
  },
};

function populationOf(prior: string) {
  if (prior === 'wide') return null;
  if (prior !== 'learned') return readLivingPopulation(prior);
  return learnedPopulation(RESOURCES_DIR);
}

function rowsOf(file: string): LivingRow[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = JSON.parse(line) as Omit<LivingRow, 'residualPaPf'> & { readonly residualPaPf: number | null };
      // JSON has no NaN.
      return { ...row, residualPaPf: row.residualPaPf ?? NaN };
    });
}
