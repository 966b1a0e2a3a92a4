import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { analyseBeats } from './beats.ts';
import { recordedBeat } from './recorded-beat.ts';
import { simulateBeat } from './simulate-beat.ts';
import { DEFAULT_CELL } from '../cell/models.ts';

/** Periods one after the other. */
function repeated(period: Float64Array, times: number): number[] {
  return Array.from({ length: times }, () => Array.from(period.subarray(0, -1))).flat();
}

describe('recordedBeat', () => {
  it('takes a period that, repeated, has the features of a noisy recording', () => {
    const { voltageMv } = simulateBeat(DEFAULT_CELL.baseline(), 20, 10);
    const random = createRandom(5);
    const recorded = voltageMv.map((v) => v + 0.3 * random.normal());
    const beat = recordedBeat(recorded, 1);
    const mean = analyseBeats(recorded, 1).features;
    const again = analyseBeats(repeated(beat.voltageMv, 4), beat.dtMs).features;
    expect(beat.periodMs / (mean.cycleLengthMs as number)).toBeCloseTo(1, 2);
    expect((again.apd90Ms as number) / (mean.apd90Ms as number)).toBeCloseTo(1, 1);
    expect(Math.abs((again.mdpMv as number) - (mean.mdpMv as number))).toBeLessThan(0.5);
    expect(Math.abs((again.peakMv as number) - (mean.peakMv as number))).toBeLessThan(1.5);
    expect(beat.voltageMv.at(-1)).toBeCloseTo(beat.voltageMv[0] as number, 9);
  });

  it('stretches diastole to the mean cycle of an irregular cell, not the action potential', () => {
    const one = (ms: number): number[] =>
      Array.from({ length: ms }, (_, t) => (t < 5 ? -60 + 18 * t : t < 150 ? 30 - 0.62 * (t - 5) : -60));
    const recorded = [400, 700, 500, 800, 600, 600].flatMap(one);
    const beat = recordedBeat(recorded, 1);
    const again = analyseBeats(repeated(beat.voltageMv, 4), beat.dtMs).features;
    const mean = analyseBeats(recorded, 1).features;
    expect(beat.periodMs).toBeCloseTo(mean.cycleLengthMs as number, 0);
    expect(Math.abs((again.apd90Ms as number) - (mean.apd90Ms as number))).toBeLessThan(3);
  });

  it('holds a resting cell at its potential', () => {
    const beat = recordedBeat(new Float64Array(5000).fill(-42), 1);
    expect(beat.upstrokeMs).toBeNull();
    expect(new Set(beat.voltageMv)).toEqual(new Set([-42]));
  });
});
