import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { FREE_LIMITS, PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { applyBlock } from './apply-block.ts';
import { sweepCells } from './sweep-cells.ts';
import { inCondition, sweepCondition } from './sweep-condition.ts';
import { washCells } from './wash-cells.ts';
import type { WashedInput } from './wash-record.ts';
import { washOf } from './wash.ts';
import type { SweptCell } from './swept-cell.ts';
import type { BeatWithCurrents, WashedCell } from './washed-cell.ts';

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

const values = DEFAULT_CELL.baseline();
const cell: WashedInput = { values, channels: [{ channel: 'ICaL', ic50Nm: 100, hill: 1 }], beside: [] };
const wash = (nM: number) => washOf({ controlS: 10, concentrationsNm: [nM], eachS: 20, washS: 30, timeConstantS: 0.5 });

describe('calcium and net charges over a wash-in', () => {
  it('are without drug those of the last cycle of a cell without drug, free and paced', () => {
    for (const condition of [sweepCondition({ settleS: 20 }), sweepCondition({ paceMs: 800, ik1: 1, settleS: 4 })]) {
      const washed = washCells(kernel, [cell], condition, wash(0))[0] as WashedCell;
      const alone = { ...condition, seconds: wash(0).endS };
      const plain = sweepCells(kernel, [inCondition(values, condition, DEFAULT_CELL)], alone, [], FREE_LIMITS)[0] as SweptCell;
      const last = washed.intervals.at(-1);
      expect(last?.features.calciumAmplitudeNm).toBeCloseTo(plain.features.calciumAmplitudeNm as number, 3);
      expect(last?.features.calciumDecayMs).toBeCloseTo(plain.features.calciumDecayMs as number, 3);
      for (const [name, charge] of Object.entries(plain.chargesPcPf ?? {})) expect(last?.chargesPcPf?.[name]).toBeCloseTo(charge, 3);
      expect(Object.keys(last?.chargesPcPf ?? {})).toEqual(DEFAULT_CELL.currents);
    }
  });

  it('follow the drug as it washes in and out, whatever their neighbours do', () => {
    const paced = sweepCondition({ paceMs: 1000, ik1: 1, settleS: 10 });
    const other = { ...cell, values: applyBlock(values, [{ channel: 'IKr', fraction: 0.5 }]) };
    const [, washed] = washCells(kernel, [other, cell, other], paced, wash(100));
    expect(washed).toEqual(washCells(kernel, [cell], paced, wash(100))[0]);
    const at = (timeS: number) => washed?.intervals[timeS / 5];
    const calcium = [5, 25, 55].map((timeS) => at(timeS)?.features.calciumAmplitudeNm ?? NaN) as [number, number, number];
    const charge = [5, 25, 55].map((timeS) => at(timeS)?.chargesPcPf?.['ICaL'] ?? NaN) as [number, number, number];
    expect(calcium[1]).toBeLessThan(0.9 * calcium[0]);
    expect(calcium[2] / calcium[0]).toBeCloseTo(1, 1);
    expect(charge[1] / charge[0]).toBeLessThan(0.9);
    expect(charge[2] / charge[0]).toBeCloseTo(1, 1);
  });

  it('are those of every beat where they are asked for, and change nothing else', () => {
    for (const condition of [sweepCondition({ settleS: 20 }), sweepCondition({ paceMs: 800, ik1: 1, settleS: 4 })]) {
      const [first, every] = washCells(kernel, [cell, { ...cell, everyBeat: true }], condition, wash(100)) as [WashedCell, WashedCell];
      expect(every.intervals).toEqual(first.intervals);
      expect(every.events).toEqual(first.events);
      expect(every.beats.map(({ atS }) => atS)).toEqual(first.beats.map(({ atS }) => atS));
      expect(first.beats[0]).not.toHaveProperty('chargesPcPf');
      const beats = every.beats as BeatWithCurrents[];
      const followed = beats.slice(0, -1);
      expect(followed.length).toBeGreaterThan(20);
      for (const { chargesPcPf, calciumAmplitudeNm, calciumDecayMs } of followed) {
        expect(Object.keys(chargesPcPf ?? {})).toEqual(DEFAULT_CELL.currents);
        expect(calciumAmplitudeNm).toBeGreaterThan(1);
        expect(calciumDecayMs).toBeGreaterThan(1);
      }
      // The last beat of an interval is that whose currents the interval has.
      for (const [i, { chargesPcPf, features }] of every.intervals.entries()) {
        const last = beats.findLast(({ atS, cycleLengthMs }) => atS >= 5 * i && atS < 5 * (i + 1) && cycleLengthMs !== null);
        expect(last?.chargesPcPf).toEqual(chargesPcPf);
        expect(last?.calciumAmplitudeNm).toBe(features.calciumAmplitudeNm);
      }
      const charge = (atS: number) => beats.find((beat) => beat.atS >= atS)?.chargesPcPf?.['ICaL'] ?? NaN;
      expect(charge(25) / charge(5)).toBeLessThan(0.95);
    }
  });
});
