import { beforeAll, describe, expect, it } from 'vitest';
import { findUpstrokes } from '../beat/upstrokes.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { PACI2018 } from '../cell/paci2018/index.ts';
import { sampleMultipliers } from '../population/sample-cells.ts';
import { createRandom } from '../random/random.ts';
import { FREE_LIMITS, LONG_STEPS, PopulationKernel, type FreeLimits } from '../simulate/kernel.ts';
import { FAST_LIMITS, simulateFree } from '../simulate/reference-free.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import { recordsOf } from './record-lanes.ts';
import { sweepCells } from './sweep-cells.ts';
import { inCondition, sweepCondition, type SweepCondition } from './sweep-condition.ts';

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

/** The published cell with some of its parameters times a factor. */
function cell(factors: Readonly<Record<string, number>>): Float64Array {
  const values = DEFAULT_CELL.baseline();
  for (const [id, factor] of Object.entries(factors)) values[DEFAULT_CELL.find(id) ?? -1]! *= factor;
  return values;
}

/** A cell of a population. */
function drawn(place: number): Float64Array {
  const random = createRandom(7);
  const all = Array.from({ length: place + 1 }, (_, i) => valuesFromMultipliers(sampleMultipliers(random, i)));
  return all[place] as Float64Array;
}

const records = (cells: readonly Float64Array[], condition: SweepCondition, limits: FreeLimits): Float64Array[] =>
  recordsOf(kernel, { cells, condition, course: null, limits }).map(({ voltageMv }) => voltageMv);
const upstrokesMs = (trace: Float64Array): number[] => findUpstrokes(trace, 40).map((at) => at * RECORD_DT_MS);
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, mv, i) => Math.max(most, Math.abs(mv - (b[i] ?? NaN))), 0);

describe('long steps', () => {
  it('are taken at rest, and leave the potential where it is', () => {
    const atRest = [cell({ 'ik1.g_K1': 2.5 }), cell({ 'ik1.g_K1': 0.5, 'ikr.g_Kr': 0.01 })];
    const condition = sweepCondition({ settleS: 10, seconds: 10 });
    const long = records(atRest, condition, LONG_STEPS);
    const plain = records(atRest, condition, FREE_LIMITS);
    atRest.forEach((values, i) => {
      const scalar = simulateFree(values, { settleS: 10, seconds: 10, outputDtMs: RECORD_DT_MS, limits: FAST_LIMITS }).voltageMv;
      expect(farthest(long[i] ?? [], plain[i] ?? [])).toBeLessThan(0.005);
      expect(farthest(long[i] ?? [], scalar)).toBeLessThan(0.005);
      expect(upstrokesMs(long[i] ?? new Float64Array())).toEqual([]);
    });
    kernel.setCells(kernel.modes.free, atRest);
    kernel.startFree(LONG_STEPS);
    kernel.free(4000);
    const chunk = kernel.free(10);
    for (const lane of [0, 1]) expect(chunk[4 + lane]).toBe(LONG_STEPS.dtMax);
  });

  it.each([525, 1172])('step over no beat of a cell that beats every ten to twelve seconds: cell %i', (place) => {
    const values = drawn(place);
    const condition = sweepCondition({ settleS: 20, seconds: 40 });
    const [long] = records([values], condition, LONG_STEPS).map(upstrokesMs);
    const scalar = simulateFree(values, { settleS: 20, seconds: 40, outputDtMs: RECORD_DT_MS, limits: FAST_LIMITS });
    const expected = upstrokesMs(Float64Array.from(scalar.voltageMv));
    expect(expected.length).toBe(3);
    expect((expected[2] as number) - (expected[0] as number)).toBeGreaterThan(20_000);
    expect(long).toHaveLength(3);
    // 0.1 % of the minute that was simulated.
    expect(farthest(long ?? [], expected)).toBeLessThan(60);
  });

  it('find the same edge between beating and rest', () => {
    const condition = sweepCondition({ settleS: 20, seconds: 10 });
    /** Most IK1 at which the cell still beats. */
    const edge = (limits: FreeLimits): number => {
      let [beats, rests] = [1, 3];
      while (rests - beats > 0.001) {
        const tried = [1, 2, 3, 4].map((k) => beats + ((rests - beats) * k) / 5);
        const cells = tried.map((factor) => cell({ 'ik1.g_K1': factor }));
        const at = records(cells, condition, limits).findIndex((trace) => upstrokesMs(trace).length === 0);
        [beats, rests] = [tried[at < 0 ? 3 : at - 1] ?? beats, tried[at] ?? rests];
      }
      return beats;
    };
    expect(edge(LONG_STEPS) / edge(FREE_LIMITS)).toBeCloseTo(1, 2);
  });

  it('do to the other cell model what plain steps do', async () => {
    const paci = await PopulationKernel.load(kernelBinary(PACI2018));
    const condition = sweepCondition({ settleS: 10, seconds: 10 });
    const [long, plain] = [LONG_STEPS, FREE_LIMITS].map(
      (limits) => sweepCells(paci, [PACI2018.baseline()], condition, [], limits)[0]?.features,
    );
    for (const feature of ['cycleLengthMs', 'apd90Ms', 'mdpMv', 'calciumAmplitudeNm'] as const)
      expect((long?.[feature] ?? NaN) / (plain?.[feature] ?? NaN)).toBeCloseTo(1, 2);
  });

  it('end on every stimulus in the middle of rest', () => {
    const condition = sweepCondition({ paceMs: 5000, ik1: 1, settleS: 10, seconds: 20 });
    const cells = [inCondition(DEFAULT_CELL.baseline(), condition, DEFAULT_CELL)];
    const [long, plain] = [LONG_STEPS, FREE_LIMITS].map((limits) => records(cells, condition, limits).map(upstrokesMs)[0] ?? []);
    expect(plain).toHaveLength(4);
    expect(long).toHaveLength(4);
    expect(farthest(long ?? [], plain ?? [])).toBeLessThan(0.2);
  });

  it('give a cell the same record whichever cells run with it, before or after it in its lane', () => {
    const condition = sweepCondition({ settleS: 5, seconds: 5 });
    const cells = [0.05, 1, 2.5, 0.3, 1.2, 3, 0.8, 1.6, 0.1].map((factor) => cell({ 'ik1.g_K1': factor, 'ikr.g_Kr': factor }));
    const wish = cells.map(() => 'currents' as const);
    const together = sweepCells(kernel, cells, condition, wish);
    expect(new Set(together.map(({ outcome }) => outcome)).size).toBeGreaterThan(1);
    expect(sweepCells(kernel, cells.toReversed(), condition, wish).toReversed()).toEqual(together);
    cells.forEach((values, i) => expect(sweepCells(kernel, [values], condition, ['currents'])[0]).toEqual(together[i]));
  });
});
