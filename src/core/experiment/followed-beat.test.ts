import { beforeAll, describe, expect, it } from 'vitest';
import { recordedBeat, type RecordedBeat } from '../beat/recorded-beat.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { NO_ARTEFACTS } from './artefacts.ts';
import { NO_HISTORY } from './cell-history.ts';
import type { ClampedCell } from './clamped-cell.ts';
import { FollowedBeat } from './followed-beat.ts';
import { simulateFreeLanes } from './free-simulator.ts';
import { HeldBeat } from './held-beat.ts';
import { SettledBeat } from './settled-beat.ts';

/** Junction offset that is in the recorded frame, mV. */
const OFFSET = -8;
const SIGMA = { mostMv: 1, lateMs: 3 };

function cell(change: Readonly<Record<string, number>> = {}): ClampedCell {
  const values = DEFAULT_CELL.baseline();
  for (const [id, factor] of Object.entries(change)) {
    const at = DEFAULT_CELL.find(id) ?? -1;
    values[at] = (values[at] ?? NaN) * factor;
  }
  return { values, artefacts: { ...NO_ARTEFACTS, rsCmMs: 0.2, offsetMv: OFFSET }, history: NO_HISTORY };
}

describe('a beat that cells are held to', () => {
  let kernel: PopulationKernel;
  let beat: RecordedBeat;

  beforeAll(async () => {
    kernel = await PopulationKernel.load(kernelBinary());
    const {
      voltageMv: [trace = new Float32Array(0)],
    } = simulateFreeLanes(kernel, [cell().values], { settleS: 100, seconds: 10, outputDtMs: 0.5 });
    beat = recordedBeat(
      trace.map((mv) => mv - OFFSET),
      0.5,
    );
  });

  /** Root mean square of the observations in their SDs, without the drift. */
  function misfit(follow: FollowedBeat, cells: readonly ClampedCell[], timeConstantMs: number): number[] {
    const sigma = follow.sigma(timeConstantMs, SIGMA);
    return follow
      .observe(cells, timeConstantMs)
      .map((row) => Math.sqrt(row.subarray(0, -1).reduce((sum, mv, i) => sum + (mv / (sigma[i] ?? NaN)) ** 2, 0) / (row.length - 1)));
  }

  it('is reproduced by the cell that it was recorded from, at any time constant', () => {
    const follow = new FollowedBeat(new HeldBeat(kernel, beat));
    for (const timeConstantMs of [5, 20, 100]) {
      const [own = NaN, other = NaN] = misfit(follow, [cell(), cell({ 'ical.p_CaL': 0.7 })], timeConstantMs);
      expect(own).toBeLessThan(1.5);
      expect(other).toBeGreaterThan(3 * own);
    }
  });

  it('is followed by a cell that would not beat by itself, more closely at a shorter time constant', () => {
    const resting = cell({ 'ik1.g_K1': 4 });
    expect(new SettledBeat(kernel, beat.features).observe([resting])[0]?.every(Number.isNaN)).toBe(true);
    const follow = new FollowedBeat(new HeldBeat(kernel, beat));
    const off = (timeConstantMs: number): number => Math.max(...(follow.observe([resting], timeConstantMs)[0] ?? []).map(Math.abs));
    expect(off(0.5)).toBeLessThan(5);
    expect(off(200)).toBeGreaterThan(20);
  });

  it('has the features that it settles to, in the recorded frame', () => {
    const settled = new SettledBeat(kernel, beat.features);
    const [row = new Float64Array(0)] = settled.observe([cell()]);
    expect(row[0]).toBeCloseTo(0.5, 1);
    row.forEach((value, i) => expect(Math.abs(value - (settled.observed[i] ?? NaN))).toBeLessThan(i < 3 ? 0.03 : 1));
  });

  it('is a potential for a cell that rests', () => {
    const rest = recordedBeat(new Float64Array(4000).fill(-40), 0.5);
    const settled = new SettledBeat(kernel, rest.features);
    expect(Array.from(settled.observed)).toEqual([-40, -40, -40]);
    const [row = new Float64Array(0)] = settled.observe([cell()]);
    expect((row[2] ?? NaN) - (row[1] ?? NaN)).toBeGreaterThan(60);
  });
});
