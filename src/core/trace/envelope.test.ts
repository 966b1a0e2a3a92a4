import { describe, expect, it } from 'vitest';
import { buildPyramid, envelopeBetween } from './envelope.ts';

const wave = Float32Array.from({ length: 100_003 }, (_, i) => Math.sin(i * 0.37) * (i % 977) + (i === 54_321 ? 5000 : 0));

describe('envelopeBetween', () => {
  it('gives the samples themselves when there is room', () => {
    const { timeMs, min, max } = envelopeBetween(buildPyramid(wave, 10_000), 1, 2, 100);
    expect(timeMs).toHaveLength(11);
    timeMs.forEach((time, i) => expect(time).toBeCloseTo(1 + i / 10, 9));
    expect([...min]).toEqual([...wave.subarray(10, 21)]);
    expect([...max]).toEqual([...min]);
  });

  it('never loses an extreme, whatever the window', () => {
    const pyramid = buildPyramid(wave, 10_000);
    for (const [from, to, points] of [
      [0, 10_000.2, 800],
      [13.7, 9876.5, 33],
      [5000, 6000, 16],
      [5432, 5432.2, 2],
    ] as const) {
      const { timeMs, min, max } = envelopeBetween(pyramid, from, to, points);
      const inside = wave.subarray(Math.ceil(from * 10 - 1e-6), Math.floor(to * 10 + 1e-6) + 1);
      expect(timeMs.length).toBeLessThanOrEqual(points);
      expect(Math.min(...min)).toBe(inside.reduce((a, b) => Math.min(a, b)));
      expect(Math.max(...max)).toBe(inside.reduce((a, b) => Math.max(a, b)));
    }
  });

  it('shows lost samples as NaN and keeps their neighbours', () => {
    const trace = Float32Array.from({ length: 1000 }, (_, i) => (i >= 300 && i < 600 ? NaN : i));
    const { min, max } = envelopeBetween(buildPyramid(trace, 1000), 0, 999, 10);
    expect(min[4]).toBeNaN();
    expect([min[2], max[2], min[6], max[6]]).toEqual([200, 299, 600, 699]);
  });

  it('is empty outside the trace', () => {
    expect(envelopeBetween(buildPyramid(wave, 10_000), 20_000, 30_000, 100).timeMs).toHaveLength(0);
  });
});
