import { describe, expect, it } from 'vitest';
import { analyseBeats } from './beats.ts';
import { noisy, TEN_BEATS, train } from './potentials.testing.ts';

const plain = train(10_000, 10_000);
const changed = (change: (t: number, mv: number) => number): Float64Array => plain.map((mv, i) => change(i / 10, mv));
const before = (t: number, fromMs: number, toMs: number): boolean => TEN_BEATS.some((start) => t >= start - fromMs && t < start - toMs);

/** The ten beats of the truth: 1 Hz, APD90 322.7 ms, -75 mV, 27.5 V/s. */
function expectTruth(trace: Float64Array, dtMs: number, { apdMs = 3, mv = 1, vs = 2 } = {}): void {
  const { outcome, features } = analyseBeats(trace, dtMs);
  expect({ outcome, beats: features.beats }).toEqual({ outcome: 'beating', beats: 10 });
  expect(Math.abs((features.cycleLengthMs as number) - 1000)).toBeLessThan(2);
  expect(Math.abs((features.apd90Ms as number) - 322.7)).toBeLessThan(apdMs);
  expect(Math.abs((features.mdpMv as number) + 75)).toBeLessThan(mv);
  expect(Math.abs((features.dvdtMaxVs as number) - 27.5)).toBeLessThan(vs);
}

describe('beats of real traces', () => {
  it.each([
    ['+150 mV for 2 ms before each upstroke', (t: number, mv: number) => mv + (before(t, 8, 6) ? 150 : 0)],
    ['-150 mV for 2 ms', (t: number, mv: number) => mv - (before(t, 8, 6) ? 150 : 0)],
    ['+400 mV for 0.5 ms', (t: number, mv: number) => mv + (before(t, 8, 7.5) ? 400 : 0)],
    ['+60 mV for 5 ms, 10 ms before', (t: number, mv: number) => mv + (before(t, 15, 10) ? 60 : 0)],
    ['+150 mV for 2 ms that runs into the upstroke', (t: number, mv: number) => mv + (before(t, 6, 4) ? 150 : 0)],
    ['50 ms at -200 mV at the start', (t: number, mv: number) => (t < 50 ? -200 : mv)],
    ['50 ms at -120 mV at the start', (t: number, mv: number) => (t < 50 ? -120 : mv)],
    ['50 ms at +80 mV at the start', (t: number, mv: number) => (t < 50 ? 80 : mv)],
    ['a test pulse of -60 mV for 20 ms in diastole', (t: number, mv: number) => mv - (t >= 3100 && t < 3120 ? 60 : 0)],
    ['one sample at +500 mV', (t: number, mv: number) => (t === 3333.3 ? 500 : mv)],
    ['one sample at +60 mV in diastole', (t: number, mv: number) => (t === 3033.3 ? 60 : mv)],
    ['steps of 0.305 mV', (_: number, mv: number) => Math.round(mv / 0.305) * 0.305],
  ])('%s', (_, change) => {
    expectTruth(changed(change), 0.1);
  });

  it.each([1000, 2000, 10_000, 20_000, 50_000])('at %i Hz', (rateHz) => {
    expectTruth(train(10_000, rateHz), 1000 / rateHz, { vs: rateHz < 5000 ? 6 : 2 });
  });

  it.each([0.5, 2, 5])('in %f mV of noise', (sd) => {
    expectTruth(noisy(plain, sd), 0.1, { apdMs: 3 * (1 + sd), mv: 1 + sd, vs: 4 + sd });
  });

  it('artefacts in noise, at 1 kHz as at 10', () => {
    expectTruth(
      noisy(
        changed((t, mv) => mv + (before(t, 8, 6) ? 150 : 0)),
        2,
      ),
      0.1,
      { apdMs: 10, mv: 3, vs: 6 },
    );
    const slow = train(10_000, 1000).map((mv, t) => mv + (before(t, 8, 6) ? 150 : 0));
    expectTruth(slow, 1, { vs: 6 });
  });

  it('in hum of 3 mV, and in drift', () => {
    expectTruth(
      changed((t, mv) => mv + 3 * Math.sin(0.1 * Math.PI * t)),
      0.1,
      { apdMs: 12, mv: 3.5, vs: 3 },
    );
    for (const drift of [20, 60]) {
      const { outcome, features } = analyseBeats(
        changed((t, mv) => mv + (drift * t) / 10_000),
        0.1,
      );
      expect({ outcome, beats: features.beats }).toEqual({ outcome: 'beating', beats: 10 });
      expect(Math.abs((features.apd90Ms as number) - 322.7)).toBeLessThan(6);
    }
  });

  it('counts a cell that runs down from 110 to 27 mV', () => {
    const { outcome, features } = analyseBeats(
      changed((t, mv) => -75 + (mv + 75) * Math.max(0.2, 1 - (0.75 * t) / 10_000)),
      0.1,
    );
    expect({ outcome, beats: features.beats }).toEqual({ outcome: 'beating', beats: 10 });
  });

  it('counts no afterdepolarisation of phase 2 or 3 as a beat', () => {
    for (const shape of [
      { apdMs: 420, ead: [330, 22, 18] },
      { apdMs: 300, ead: [370, 45, 22] },
    ] as const) {
      const { outcome, features } = analyseBeats(
        train(10_000, 10_000, TEN_BEATS, (n) => (n % 2 === 1 ? shape : {})),
        0.1,
      );
      expect({ outcome, beats: features.beats }).toEqual({ outcome: 'beating', beats: 10 });
    }
  });

  it('measures a single beat', () => {
    for (const [ms, start] of [
      [10_000, 8000],
      [10_000, 6000],
    ] as const) {
      const { features } = analyseBeats(train(ms, 10_000, [start]), 0.1);
      expect(features).toMatchObject({ beats: 1, cycleLengthMs: null });
      expect(features.apd90Ms).toBeCloseTo(322.7, 0);
    }
  });

  it('counts fast beats, and those between cut ends', () => {
    const fast = train(
      10_000,
      10_000,
      Array.from({ length: 55 }, (_, n) => 100 + 180 * n),
      () => ({ apdMs: 90, repolarisationMs: 8 }),
    );
    expect(analyseBeats(fast, 0.1)).toMatchObject({ outcome: 'beating', features: { beats: 55 } });
    const cut = analyseBeats(plain.subarray(6000, 46_500), 0.1);
    expect(cut).toMatchObject({ outcome: 'beating', features: { beats: 4 } });
    expect(cut.features.apd90Ms).toBeCloseTo(322.7, 0);
  });

  it.each([5, 27, 100, 200])('reads %i V/s of a recording with noise as of a simulation without', (vs) => {
    const shape = (): { upstrokeMs: number } => ({ upstrokeMs: 110 / 4 / vs });
    const clean = analyseBeats(train(10_000, 20_000, TEN_BEATS, shape), 0.05).features.dvdtMaxVs as number;
    const recorded = analyseBeats(noisy(train(10_000, 20_000, TEN_BEATS, shape), 0.3), 0.05).features.dvdtMaxVs as number;
    expect(recorded / clean).toBeGreaterThan(0.93);
    expect(recorded / clean).toBeLessThan(1.12);
    expect(clean / vs).toBeGreaterThan(0.75);
  });

  it('keeps an upstroke of 400 V/s and a notch after it', () => {
    const fast = train(10_000, 20_000, TEN_BEATS, () => ({ upstrokeMs: 0.07 }));
    const notched = fast.map(
      (mv, i) => mv + (TEN_BEATS.some((start) => i / 20 >= start) ? 15 * Math.exp(-(((i / 20 - 500) % 1000) / 4)) : 0),
    );
    expect(analyseBeats(notched, 0.05)).toMatchObject({ outcome: 'beating', features: { beats: 10 } });
  });

  it('refuses a trace that holds no possible potential', () => {
    expect(() => analyseBeats(new Float64Array(1000).fill(-75_000), 0.1)).toThrow(/no such sample\. Check unit/);
  });
});
