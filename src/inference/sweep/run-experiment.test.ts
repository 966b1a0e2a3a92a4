import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { compareExperiments, reproduced } from '../../core/drug/compare-experiments.ts';
import { parseDrugTable } from '../../core/drug/drug-table.ts';
import { experimentCsv } from '../../core/drug/experiment-csv.ts';
import { experimentJson, parseExperiment } from '../../core/drug/experiment-file.ts';
import { experimentPopulation } from '../../core/drug/experiment-population.ts';
import type { Experiment, ExperimentResult } from '../../core/drug/experiment-schema.ts';
import { planExperiment, type ExperimentWish } from '../../core/drug/plan-experiment.ts';
import { sweepCondition } from '../../core/drug/sweep-condition.ts';
import { sweepOf } from '../../core/drug/experiment-sweep.ts';
import { provenanceLine } from '../../core/drug/experiment-id.ts';
import { washOf } from '../../core/drug/wash.ts';
import { viewFigure } from '../../core/report/study/study-figure.ts';
import { studyViews, type StudyView } from '../../core/report/study/study-view.ts';
import { studyPage } from '../../core/report/study/study-page.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelPath } from '../jobs.ts';
import { runExperiment, type ExperimentPart } from './run-experiment.ts';
import { runSensitivity } from './run-sensitivity.ts';
import { SweepThreads } from './sweep-threads.ts';

const table = parseDrugTable(readFileSync('resources/drugs/drugs.json', 'utf8'));
const cells = [experimentPopulation({ cells: 10, seed: 3, kind: 'all' }, DEFAULT_CELL)];
const short = (paceMs: number) => sweepCondition({ paceMs, ik1: 1, settleS: 3, seconds: 3 });
const wish: ExperimentWish = {
  name: 'Two rates',
  drug: 'dofetilide',
  allSources: true,
  concentrationsNm: [20, 2],
  beside: [{ drug: 'verapamil', concentrationNm: 81 }],
  conditions: [short(1000), short(700)],
  seed: 4,
  shares: false,
};
const plan = (change: Partial<ExperimentWish> = {}): Experiment =>
  planExperiment(table, { ...wish, ...change }, cells, { program: 'test', createdAt: '2026-11-29T00:00:00Z' }).experiment;

let threads: SweepThreads;
let done: Experiment;
beforeAll(async () => {
  const path = kernelPath('resources');
  const kernel = await PopulationKernel.load(readFileSync(path));
  threads = new SweepThreads(kernel, { helpers: 0, kernelPath: path, workerScript: new URL('./sweep-worker.ts', import.meta.url) });
  const planned = plan();
  done = { ...planned, results: await runExperiment(planned, () => Promise.resolve(threads)) };
}, 60_000);
afterAll(() => threads.close());

describe('a stored experiment', () => {
  it('has a result for each cell and condition, and every source its curve', () => {
    expect(done.results.map(({ cell, condition }) => [cell, condition])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    const [result] = done.results;
    expect(result?.levels.map(({ nM }) => nM)).toEqual([0, 2, 20]);
    expect(result?.levels[1]?.cells).toHaveLength(10);
    expect(result?.sources).toHaveLength(5);
    expect(result?.levels[2]?.beyond).toEqual(['IKr', 'INa', 'Ito', 'IK1']);
    expect(result?.levels[0]?.changes['apd90Ms']).toEqual({ median: 0, low: 0, high: 0 });
  });

  it('comes back from its file, goes on where it was cancelled, and is the same run again', async () => {
    expect(parseExperiment(experimentJson(done))).toEqual(JSON.parse(JSON.stringify(done)));
    const kept: ExperimentResult[] = [];
    const rest = await runExperiment({ ...done, results: done.results.slice(0, 1) }, () => Promise.resolve(threads), {
      onResult: (result) => kept.push(result),
    });
    expect(kept.map(({ condition }) => condition)).toEqual([1]);
    expect(reproduced(done.results, rest)).toEqual({ results: 2, different: 0 });
    const other = structuredClone(done.results) as unknown as { levels: { nM: number }[] }[];
    if (other[1]?.levels[0]) other[1].levels[0].nM = 1e-9;
    expect(reproduced(done.results, other as unknown as ExperimentResult[]).different).toBe(1);
  });

  it('has an id of what was asked, whatever its name', () => {
    expect(plan({ name: 'x' }).id).toBe(done.id);
    expect(plan({ seed: 5 }).id).not.toBe(done.id);
    expect(plan({ concentrationsNm: [2, 20, 20] }).id).toBe(done.id);
  });

  it('is compared with another', () => {
    const other = { ...done, settings: { ...done.settings, seed: 9 } };
    const { differences, levels } = compareExperiments(done, other);
    expect(differences).toEqual(['Seed: 4 against 9.']);
    expect(levels).toHaveLength(6);
  });

  it('gives one number in results, table and report', () => {
    const median = done.results[0]?.levels[2]?.features['apd90Ms']?.median as number;
    const line = experimentCsv(done)
      .split('\n')
      .find((text) => text.includes(',20,') && text.includes(',APD90,')) as string;
    expect(line).toContain(String(Number(median.toPrecision(7))));
    const page = studyPage(done, { generatedAt: '2026-11-29T00:00:00Z', notes: [] });
    expect(page).toContain(`${median.toFixed(0)} (`);
    expect(page).toContain('Block is static, paced every 1000 ms');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('names every drug, static block, the simulated cell and a failed fit above its table', () => {
    const failed = {
      ...done,
      cells: done.cells.map((cell) => ({ ...cell, name: 'two\nlines', origin: 'simulated' as const, fitFailed: true })),
    };
    const lines = experimentCsv(failed).split('\n');
    const comments = lines.filter((line) => line.startsWith('# ')).join('\n');
    expect(comments).toContain('dofetilide (FDA_manual_2018) + verapamil 81 nM (FDA_manual_2018), 2 concentrations, 1 cell, 2 conditions');
    expect(comments).toContain('Block is static: no trapping, no use dependence.');
    expect(comments).toContain('two lines: SIMULATED');
    expect(comments).toContain('two lines: The fit of this twin failed');
    expect(lines.find((line) => line.includes(',20,'))).toContain(',dofetilide + verapamil 81 nM,');
  });

  it('has notes on the drugs beside the one that rises too', () => {
    const { notes } = planExperiment(table, { ...wish, beside: [{ drug: 'verapamil', concentrationNm: 81e6 }] }, cells, {
      program: 'test',
      createdAt: '2026-11-29T00:00:00Z',
    });
    expect(notes).toContainEqual(expect.stringMatching(/^verapamil: Values of source FDA_manual_2018/));
    expect(notes.filter((note) => /81000000 nM of verapamil.*Is the concentration in nM\?/.test(note))).toHaveLength(1);
  });

  it('is refused where its values are not those of its model, or a drug is there twice', () => {
    const broken = { ...done, cells: done.cells.map((cell) => ({ ...cell, values: [1] })) };
    expect(() => parseExperiment(experimentJson(broken), 'x.json')).toThrow(/x.json, Population.*expected 54 values|expected \d+ values/);
    expect(() => plan({ beside: [{ drug: 'Dofetilide', concentrationNm: 1 }] })).toThrow(/each drug once/);
    expect(() => plan({ concentrationsNm: [1e300] })).toThrow(/1 mol\/l/);
    expect(() => plan({ concentrationsNm: [-1] })).toThrow(/from 0 to 1e9/);
  });
});

describe('a wash-in', () => {
  const paced = sweepCondition({ paceMs: 1000, ik1: 1, settleS: 5 });
  const course = (nM: number, change: Partial<ExperimentWish> = {}) =>
    plan({
      drug: 'quinidine',
      beside: [],
      conditions: [paced],
      concentrationsNm: [],
      wash: washOf({ controlS: 15, concentrationsNm: [nM], eachS: 20, washS: 10, timeConstantS: 3 }),
      ...change,
    });
  let washed: Experiment;
  beforeAll(async () => {
    const planned = course(900);
    const parts: ExperimentPart[] = [];
    const results = await runExperiment(planned, () => Promise.resolve(threads), { onPart: (part) => parts.push(part) });
    expect(parts[0]?.wash?.twin.beats.length).toBeGreaterThan(5);
    washed = { ...planned, results };
  }, 60_000);

  it('is stored, comes back and is the same run again', async () => {
    const back = parseExperiment(experimentJson(washed));
    expect(back).toEqual(JSON.parse(JSON.stringify(washed)));
    const again = await runExperiment({ ...back, results: [] }, () => Promise.resolve(threads));
    expect(reproduced(back.results, again)).toEqual({ results: 1, different: 0 });
    const other = structuredClone(back.results) as unknown as { wash: { intervals: { nM: number }[] } }[];
    if (other[0]?.wash.intervals[2]) other[0].wash.intervals[2].nM += 1e-9;
    expect(reproduced(back.results, other as unknown as ExperimentResult[]).different).toBe(1);
    // One that was stored before the currents of each beat were followed is the same run without them.
    const text = experimentJson(washed).replaceAll(
      /,"calciumAmplitudeNm":[^"]*"calciumDecayMs":[^"]*"chargesPcPf":(\{[^}]*\}|null)(?=\})/g,
      '',
    );
    const stored = parseExperiment(text);
    expect(stored.results[0]?.wash?.twin.beats[0]).not.toHaveProperty('chargesPcPf');
    expect(stored.results[0]?.wash?.intervals[0]).toHaveProperty('chargesPcPf');
    expect(reproduced(stored.results, again)).toEqual({ results: 1, different: 0 });
    expect(reproduced(again, stored.results).different).toBe(1);
    // Outcomes had other words.
    const worded = parseExperiment(experimentJson(washed).replace('"outcomes":["', '"outcomes":["oscillation","'));
    expect(worded.results[0]?.wash?.twin.outcomes[0]).toBe('oscillating');
    expect(provenanceLine(washed)).toContain('in time: 900 nM from 15 s, wash from 35 s; bath exchange with a time constant of 3 s');
    expect(course(900).id).toBe(washed.id);
    expect(course(2000).id).not.toBe(washed.id);
    const { levels, washes } = compareExperiments(washed, back);
    expect(levels).toEqual([]);
    expect(washes).toHaveLength(1);
    const [same] = washes;
    expect(same?.intervals.map(({ fromS }) => fromS)).toEqual(washed.results[0]?.wash?.intervals.map(({ fromS }) => fromS));
    for (const { nM, outcomes, apd90Ms, calciumNm } of same?.intervals ?? [])
      for (const [a, b] of [nM, outcomes, apd90Ms, calciumNm]) expect(a).toEqual(b);
    expect(same?.intervals[0]?.calciumNm[0]?.median).toBeGreaterThan(50);
    expect(same?.stops[0]).toMatch(/cells that beat at the start/);
    expect(compareExperiments(washed, course(2000)).differences).toContainEqual(expect.stringMatching(/^Time course: 900 nM from 15 s/));
  });

  it('slows the cells that it reaches, against their own control, and shows it with one number everywhere', () => {
    const wash = washed.results[0]?.wash as NonNullable<ExperimentResult['wash']>;
    expect(wash.intervals).toHaveLength(9);
    expect(wash.intervals.slice(0, 3).map(({ nM }) => nM)).toEqual([0, 0, 0]);
    expect(wash.cells).toHaveLength(10);
    const last = wash.intervals[6];
    expect(last?.nM).toBeGreaterThan(850);
    expect(last?.changes['apd90Ms']?.median).toBeGreaterThan(10);
    const shown = String(Number(last?.features['apd90Ms']?.median.toPrecision(7)));
    const line = experimentCsv(washed)
      .split('\n')
      .find((text) => text.includes(',30,') && text.includes(',APD90,'));
    expect(line).toContain(shown);
    expect(experimentCsv(washed)).toMatch(/Net charge of IKr,pC\/pF/);
    const page = studyPage(washed, { generatedAt: '2026-11-29T00:00:00Z', notes: [] });
    expect(page).toContain(`${last?.features['apd90Ms']?.median.toFixed(0)} (`);
    expect(page).toContain('Block is static, paced every 1000 ms, dynamic-clamp IK1 · bath exchange 3 s');
    expect(page).not.toMatch(/NaN|undefined/);
    const [view] = studyViews(washed);
    const choice = { feature: 'apd90Ms', changes: false, nM: 0, sensitivity: null, ensemble: [] } as const;
    const beat = wash.twin.beats.find(({ atS }) => atS > 30);
    const rows = experimentCsv(washed).split('\n');
    const charge = rows.find((row) => row.includes(`,beat,${Number(beat?.atS.toPrecision(7))},`) && row.includes('charge of IKr,'));
    expect(charge).toMatch(new RegExp(`,${Number(beat?.chargesPcPf?.['IKr']?.toPrecision(7))}$`));
    for (const figure of ['wash', 'wash-charges', 'wash-outcomes'] as const) {
      const drawn = viewFigure(view as StudyView, { figure, ...choice }, { width: 900, height: 520 });
      expect(drawn?.note).toContain('Block is static');
      expect(drawn?.table.rows.length).toBeGreaterThan(8);
    }
  });

  it('of no drug changes no measure of any cell', async () => {
    const none = course(0);
    const [result] = await runExperiment(none, () => Promise.resolve(threads));
    const never = course(0, { wash: washOf({ controlS: 45, concentrationsNm: [0], eachS: 0.001, washS: 0, timeConstantS: 3 }) });
    const [without] = await runExperiment(
      { ...never, settings: { ...never.settings, wash: { ...none.settings.wash!, solutions: [] } } },
      () => Promise.resolve(threads),
    );
    expect(result?.wash?.twin).toEqual(without?.wash?.twin);
    expect(result?.wash?.cells).toEqual(without?.wash?.cells);
    expect(result?.wash?.intervals.map(({ features }) => features)).toEqual(without?.wash?.intervals.map(({ features }) => features));
  });

  it('is refused with S2, or without an order of times', () => {
    const s2 = sweepCondition({ paceMs: 1000, s2Ms: 400 });
    expect(() => course(1, { conditions: [s2] })).toThrow(/no S2 in a wash-in/);
    expect(() => course(1, { wash: { solutions: [], endS: 60, timeConstantS: 1 } })).toThrow(/at least one solution/);
  });
});

describe('sensitivity', () => {
  it('names what decides: parameters, channels, and which combination reverses', async () => {
    const request = sweepOf(done, 0, 0);
    const answer = await runSensitivity(request, 20, threads);
    expect(answer.change).toBeGreaterThan(0);
    expect(answer.parameters).toHaveLength(DEFAULT_CELL.varied.length);
    const [widest] = answer.parameters;
    expect(Math.abs((widest?.high ?? 0) - (widest?.low ?? 0))).toBeGreaterThan(0);
    // Dofetilide prolongs by IKr: without its block verapamil's ICaL is left, which shortens.
    const withoutIkr = answer.leftOut.find(({ channels }) => !channels.includes('IKr'));
    expect(withoutIkr?.change).toBeLessThan(0);
    expect(answer.reversedWithout?.channels).not.toContain('IKr');
    expect(answer.alone.find(({ channels }) => channels[0] === 'IKr')?.change).toBeGreaterThan(answer.change as number);
  });
});
