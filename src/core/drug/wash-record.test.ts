import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { FREE_LIMITS, PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { applyBlock } from './apply-block.ts';
import type { ChannelBlock } from './drug-schema.ts';
import { RECORD_DT_MS } from './lane-record.ts';
import { recordsOf } from './record-lanes.ts';
import { inCondition, sweepCondition } from './sweep-condition.ts';
import { washLanes } from './wash-record.ts';
import { concentrationAt, washOf, washProblem, type Wash } from './wash.ts';

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

const values = DEFAULT_CELL.baseline();
const channels: ChannelBlock[] = [
  { channel: 'IKr', ic50Nm: 10, hill: 1 },
  { channel: 'ICaL', ic50Nm: 100, hill: 1.2 },
];
const free = sweepCondition({ settleS: 4, seconds: 12 });
const paced = sweepCondition({ paceMs: 800, ik1: 1, settleS: 4, seconds: 12 });
const at = (nM: number, timeConstantS = 2): Wash => washOf({ controlS: 4, concentrationsNm: [nM], eachS: 4, washS: 4, timeConstantS });

describe('a time course', () => {
  it('exchanges the bath exponentially, and holds no drug before it flows', () => {
    const wash = washOf({ controlS: 60, concentrationsNm: [10, 100], eachS: 120, washS: 60, timeConstantS: 10 });
    expect(wash).toEqual({
      solutions: [
        { atS: 60, nM: 10 },
        { atS: 180, nM: 100 },
        { atS: 300, nM: 0 },
      ],
      endS: 360,
      timeConstantS: 10,
    });
    expect(concentrationAt(wash, 59.9)).toBe(0);
    expect(concentrationAt(wash, 70)).toBeCloseTo(10 * (1 - Math.exp(-1)), 12);
    const before = concentrationAt(wash, 180);
    expect(concentrationAt(wash, 190)).toBeCloseTo(100 + (before - 100) * Math.exp(-1), 10);
    expect(concentrationAt(wash, 320)).toBeCloseTo(concentrationAt(wash, 300) * Math.exp(-2), 10);
    expect(concentrationAt({ ...wash, timeConstantS: 0 }, 180)).toBe(100);
    expect(concentrationAt({ ...wash, timeConstantS: 0 }, 300)).toBe(0);
  });

  it('that cannot be is refused in words', () => {
    expect(washProblem({ solutions: [], endS: 60, timeConstantS: 1 })).toMatch(/at least one solution/);
    expect(
      washProblem({
        solutions: [
          { atS: 9, nM: 1 },
          { atS: 9, nM: 2 },
        ],
        endS: 60,
        timeConstantS: 1,
      }),
    ).toMatch(/got 9 s after 9 s/);
    expect(washProblem({ solutions: [{ atS: 60, nM: 1 }], endS: 60, timeConstantS: 1 })).toMatch(/after the last solution at 60 s/);
    expect(washProblem(at(1))).toBeNull();
  });
});

describe('cells in a wash-in', () => {
  it('of 0 nM are cells without drug, to the last bit, free and paced', () => {
    for (const condition of [free, paced]) {
      const cells = [inCondition(values, condition, DEFAULT_CELL)];
      const [without] = recordsOf(kernel, { cells, condition, course: null, limits: FREE_LIMITS });
      const [washed] = washLanes(kernel, [{ values, channels, beside: [] }], condition, at(0)).voltagesMv;
      expect(washed).toEqual(without?.voltageMv);
      expect(washed?.length).toBeGreaterThan(20_000);
    }
  });

  it('are without the drug until it flows, and follow it then', () => {
    const [none] = washLanes(kernel, [{ values, channels, beside: [] }], free, at(0)).voltagesMv;
    const [some] = washLanes(kernel, [{ values, channels, beside: [] }], free, at(20)).voltagesMv;
    const flows = 4000 / RECORD_DT_MS;
    expect(some?.subarray(0, flows)).toEqual(none?.subarray(0, flows));
    expect(some?.subarray(flows)).not.toEqual(none?.subarray(flows));
  });

  it('do in a bath that is exchanged at once what cells with that block do from there on', () => {
    const wash: Wash = { solutions: [{ atS: 0, nM: 30 }], endS: 12, timeConstantS: 0 };
    const long = { ...paced, settleS: 0 };
    const [washed] = washLanes(kernel, [{ values, channels: channels.slice(0, 1), beside: [] }], long, wash).voltagesMv;
    const blocked = inCondition(applyBlock(values, [{ channel: 'IKr', fraction: 0.75 }]), long, DEFAULT_CELL);
    const [constant] = recordsOf(kernel, { cells: [blocked], condition: long, course: null, limits: FREE_LIMITS });
    // The first 64 steps are without drug: both reach one rhythm.
    const last = (trace: Float64Array | undefined): number[] => Array.from(trace?.subarray(19_200, 19_208) ?? []);
    last(washed).forEach((mv, i) => expect(Math.abs(mv - (last(constant?.voltageMv)[i] ?? NaN))).toBeLessThan(0.5));
  });

  it('do not depend on their neighbours', () => {
    const cell = { values, channels, beside: [] };
    const other = {
      values: applyBlock(values, [{ channel: 'IKr', fraction: 0.6 }]),
      channels,
      beside: [{ channels, concentrationNm: 40 }],
    };
    const [alone] = washLanes(kernel, [cell], free, at(20)).voltagesMv;
    expect(washLanes(kernel, [other, cell, other], free, at(20)).voltagesMv[1]).toEqual(alone);
  });
});
