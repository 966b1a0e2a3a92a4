import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { PACI2018 } from '../cell/paci2018/index.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { simulateFree } from '../simulate/reference-free.ts';
import { analyseBeats } from '../beat/beats.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { applyBlock } from './apply-block.ts';
import { observationWish, observeLanes, type Observed, type Span } from './observe-lanes.ts';
import { recordsOf, type CellRecord, type LaneRun } from './record-lanes.ts';
import { courseOfS2, stimuliOf } from './recorded-stimuli.ts';
import { sweepCells } from './sweep-cells.ts';
import { conditionGrid, conditionProblem, inCondition, sweepCondition, type SweepCondition } from './sweep-condition.ts';
import type { SweptCell } from './swept-cell.ts';

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

const published = DEFAULT_CELL.baseline();
const paced = sweepCondition({ paceMs: 1000, ik1: 1, settleS: 6, seconds: 5 });
const free = sweepCondition({ settleS: 20, seconds: 8 });
const run = (condition: SweepCondition, values = published): SweptCell =>
  sweepCells(kernel, [inCondition(values, condition, DEFAULT_CELL)], condition, ['currents'])[0] as SweptCell;
function observedOver(run: LaneRun, { marks }: CellRecord, span: Span): Observed {
  const all: Observed[] = [];
  observeLanes(kernel, run, [observationWish(0, marks, span)], (_, observed) => all.push(observed));
  return all[0] as Observed;
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a cell of a sweep', () => {
  it('carries no net charge over a cycle, free running, and that of its stimulus and added IK1 when paced', () => {
    const { chargesPcPf, features } = run(free);
    const charges = Object.values(chargesPcPf ?? {});
    expect(charges).toHaveLength(DEFAULT_CELL.currents.length);
    // Upstroke to upstroke at one potential; ions drift by 1 % a cycle.
    expect(Math.abs(sum(charges))).toBeLessThan(0.002 * sum(charges.map(Math.abs)));
    expect(features.calciumAmplitudeNm).toBeGreaterThan(50);
    expect(features.calciumDecayMs).toBeGreaterThan(20);
    const withStimulus = sum(Object.values(run(paced).chargesPcPf ?? {}));
    // 20 A/F for 2 ms come in; the added rectifier carries the rest of it out, and more.
    expect(Math.abs(withStimulus)).toBeGreaterThan(0.02);
  });

  it('has the cycle of the reference solver, also in another bath, with leak and at another temperature', () => {
    const changes: Partial<SweepCondition>[] = [
      {},
      { potassiumMm: 5 },
      { calciumMm: 1.6 },
      { sodiumMm: 130 },
      { temperatureC: 34 },
      { leakNsPf: 0.01 },
    ];
    const cycles = changes.map((change) => {
      const condition = { ...free, ...change };
      const values = inCondition(published, condition, DEFAULT_CELL);
      const reference = simulateFree(values, { settleS: 20, seconds: 8, outputDtMs: 0.5, limits: { dtMin: 0.02, dtMax: 0.5, dvMax: 1 } });
      const expected = analyseBeats(reference.voltageMv, 0.5).features.cycleLengthMs as number;
      const cycle = run(condition).features.cycleLengthMs as number;
      expect(cycle / expected, JSON.stringify(change)).toBeCloseTo(1, 2);
      return cycle;
    });
    expect(new Set(cycles.map(Math.round)).size).toBe(changes.length);
  });

  it('does not depend on its neighbours, in its currents neither', () => {
    const fast = inCondition(applyBlock(published, [{ channel: 'IKr', fraction: 0.9 }]), paced, DEFAULT_CELL);
    const own = inCondition(published, paced, DEFAULT_CELL);
    const [together] = sweepCells(kernel, [own, fast, fast], paced, ['currents']);
    expect(together).toEqual(run(paced));
  });

  it('is observed in a part of its record as in all of it, free and paced', () => {
    for (const condition of [{ ...free, seconds: 5 }, paced, { ...paced, s2Ms: 300 }]) {
      const cells = [inCondition(published, condition, DEFAULT_CELL)];
      const course = courseOfS2(condition);
      const run = { cells, condition, course };
      const [recorded] = recordsOf(kernel, run) as [CellRecord];
      const over = (span: Span): Observed => observedOver(run, recorded, span);
      const [all, part] = [over([0, 5000]), over([3210.2, 4700])];
      expect([all.from, all.calciumMm.length]).toEqual([0, recorded.voltageMv.length]);
      expect(part.from).toBeGreaterThan(5000);
      expect(part.from).toBeLessThanOrEqual(6420);
      expect(part.calciumMm).toEqual(all.calciumMm.subarray(part.from, part.from + part.calciumMm.length));
      const carried = ({ from, charges }: Observed): number[] => {
        const [start, end] = [6420 - from, 9400 - from];
        return charges.at(Int32Array.of(start, end)).map(([before, after]) => (after as number) - (before as number));
      };
      const whole = carried(all);
      carried(part).forEach((charge, i) => expect(charge).toBeCloseTo(whole[i] as number, 5));
    }
  });

  it('has carried the same charge at a sample, whether all are asked for or a few', () => {
    const cells = [inCondition(published, paced, DEFAULT_CELL)];
    const run: LaneRun = { cells, condition: paced, course: null };
    const { charges } = observedOver(run, recordsOf(kernel, run)[0] as CellRecord, [0, 5000]);
    const wanted = Int32Array.of(0, 1, 700, 701, charges.length - 1);
    const all = charges.all();
    expect(charges.at(wanted).map((some) => Array.from(some))).toEqual(all.map((each) => Array.from(wanted, (sample) => each[sample])));
    expect(all[0]?.at(-1)).not.toBe(0);
  });

  it('answers S2 with a shorter action potential the sooner it comes', () => {
    const after = (s2Ms: number): SweptCell => run({ ...paced, s2Ms });
    const [early, late] = [after(450), after(900)];
    expect(early.features.s2Apd90Ms).toBeLessThan(late.features.s2Apd90Ms as number);
    expect(late.features.s2Apd90Ms).toBeGreaterThan(250);
    expect(late.outcome).toBe('beating');
    expect(after(200).features.s2Apd90Ms).toBeNull();
    expect(run(paced).features.s2Apd90Ms).toBeNull();
  });
});

describe('conditions', () => {
  it('of several values make a factorial table', () => {
    const grid = conditionGrid({ paceMs: [null, 1000], potassiumMm: [4, 5.4], ik1: [1] });
    expect(grid.map(({ paceMs, potassiumMm, settleS }) => [paceMs, potassiumMm, settleS])).toEqual([
      [null, 4, 100],
      [null, 5.4, 100],
      [1000, 4, 20],
      [1000, 5.4, 20],
    ]);
  });

  it('leave a cell as it is where nothing is changed, in both models', () => {
    for (const model of [DEFAULT_CELL, PACI2018]) expect(inCondition(model.baseline(), sweepCondition(), model)).toEqual(model.baseline());
  });

  it('that cannot be simulated are refused in words', () => {
    expect(conditionProblem(sweepCondition({ s2Ms: 300 }))).toMatch(/needs a train of stimuli/);
    expect(conditionProblem(sweepCondition({ s2Ms: 300, paceMs: 5000 }))).toMatch(/fit into 10 s/);
    expect(conditionProblem(sweepCondition({ s2Ms: 300, paceMs: 1000 }))).toBeNull();
  });

  it('place stimuli and S2 in the record', () => {
    expect(stimuliOf(sweepCondition({ paceMs: 1000, settleS: 20, seconds: 10 }))).toEqual({
      firstMs: 0,
      periodMs: 1000,
      count: 10,
      s2: null,
    });
    expect(stimuliOf(sweepCondition({ paceMs: 1000, s2Ms: 400, settleS: 20, seconds: 10 }))?.s2).toEqual({ lastMs: 8000, atMs: 8400 });
  });
});
