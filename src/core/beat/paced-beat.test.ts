import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pacedBeat } from './paced-beat.ts';
import { noisy, TEN_BEATS, train } from './potentials.testing.ts';

/** Beats of every second, 8 ms after a stimulus of 2 ms with an artefact. */
const paced = (artefactMv: number, starts: readonly number[] = TEN_BEATS): Float64Array =>
  noisy(
    train(10_000, 10_000, starts).map((v, i) => {
      const t = i / 10;
      return v + (starts.some((start) => t >= start - 8 && t < start - 6) ? artefactMv : 0);
    }),
    0.2,
  );
const beatOf = (trace: Float64Array, ownCycleMs: number | null = null) => {
  const found = pacedBeat(trace, 0.1, ownCycleMs);
  if ('why' in found) throw new Error(found.why);
  return found.beat;
};
const whyOf = (trace: Float64Array, ownCycleMs: number | null = null): string | null => {
  const found = pacedBeat(trace, 0.1, ownCycleMs);
  return 'why' in found ? found.why : null;
};

const REAL = new URL('../../../../shared/data/formats/more/ipsc-170123-cell-2-middle.csv', import.meta.url);

it.skipIf(!existsSync(REAL))('a living cell that is paced at 1 Hz by stimuli of 2 ms has a beat of a second', () => {
  const rows = readFileSync(REAL, 'utf8').trim().split('\n');
  const found = pacedBeat(
    rows.map((line) => Number(line.trim().split(',')[1])),
    0.04,
  );
  if ('why' in found) throw new Error(found.why);
  const { periodMs, upstrokeMs, stimulatedMs, features } = found.beat;
  expect(periodMs).toBe(1000);
  expect(upstrokeMs).toBeCloseTo(11.3, 0);
  expect(stimulatedMs).toBeCloseTo(31.3, 0);
  expect(features.apd90Ms).toBeCloseTo(416.7, 0);
});

describe('the beat of a paced potential', () => {
  it.each([10, 30, 150, -150])('is one pacing interval that begins before a stimulus with an artefact of %i mV', (artefactMv) => {
    const { periodMs, upstrokeMs, stimulatedMs, features } = beatOf(paced(artefactMv));
    expect(periodMs).toBe(1000);
    expect(features.apd90Ms).toBeCloseTo(322.7, -1);
    // 10 ms before the stimulus, which is 8 ms before the upstroke (its middle may lie in a large artefact).
    expect(upstrokeMs).toBeGreaterThan(9);
    expect(upstrokeMs).toBeLessThan(20);
    // The artefact ends 12 ms after the period's start.
    expect(stimulatedMs).toBeGreaterThan(12 + 5);
    expect(stimulatedMs).toBeLessThan(50);
  });

  it('holds nothing of an artefact after the time in which the stimulus acts', () => {
    const [none, large] = [beatOf(paced(10)), beatOf(paced(150))];
    const at = ({ voltageMv, dtMs, upstrokeMs }: typeof none, sinceUpstrokeMs: number): number =>
      voltageMv[Math.round(((upstrokeMs ?? NaN) + sinceUpstrokeMs) / dtMs)] ?? NaN;
    for (const ms of [60, 150, 300, 600, 900]) expect(Math.abs(at(none, ms) - at(large, ms))).toBeLessThan(1.5);
  });

  it('without an artefact leaves out 60 ms before the upstroke as well', () => {
    const { upstrokeMs, stimulatedMs } = beatOf(paced(0), 1400);
    expect(upstrokeMs).toBeCloseTo(70, 6);
    expect(stimulatedMs).toBeCloseTo(90, 6);
  });

  it('without an artefact is taken for paced only where the cell by itself is slower, or rests', () => {
    expect(whyOf(paced(0), 1100)).toMatch(/not faster than the cell's own/);
    expect(whyOf(paced(0), 1200)).toBeNull();
    expect(whyOf(paced(0), null)).toBeNull();
    expect(whyOf(paced(30), 1100)).toBeNull();
  });

  it('is none where beats have no interval, miss stimuli, or where there are none', () => {
    const irregular = TEN_BEATS.map((start, n) => start + 90 * ((n * 5) % 4));
    expect(whyOf(paced(0, irregular))).toMatch(/no one interval/);
    // Every second stimulus is answered: the others lie in diastole.
    const every2nd = paced(
      30,
      TEN_BEATS.filter((_, n) => n % 2 === 0),
    ).map((v, i) => v + (i % 10_000 >= 4920 && i % 10_000 < 4940 ? 30 : 0));
    expect(whyOf(every2nd)).toMatch(/do not follow its stimuli one by one/);
    expect(whyOf(new Float64Array(30_000).fill(-70))).toMatch(/no two action potentials/);
    expect(whyOf(new Float64Array(30_000).fill(-7000))).toMatch(/no two action potentials/);
  });
});
