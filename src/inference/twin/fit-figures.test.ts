import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/random/random.ts';
import { correlation, residualAfterSteps } from './fit-figures.ts';

const random = createRandom(4);
const noise = Float64Array.from({ length: 4000 }, () => random.normal());
const counted = new Float64Array(4000).fill(1);

describe('whiteness of a residual', () => {
  test('noise stays within what chance does', () => {
    const white = correlation(noise, counted);
    expect(Math.abs(white?.lag1 ?? NaN)).toBeLessThan(white?.chance ?? NaN);
    expect(white?.chance).toBeCloseTo(2.576 / Math.sqrt(3999), 6);
  });

  test('a slow wave under the noise is seen', () => {
    expect(correlation(noise.map((z, r) => z + Math.SQRT2 * Math.sin(r / 50)), counted)?.lag1).toBeCloseTo(0.5, 1);
  });

  test('observations that do not count, and what is beside them, are left out', () => {
    // Without its neighbour left out each spike would be a pair of its own.
    const spiky = noise.map((z, r) => (r % 100 < 2 ? 80 : z));
    const without = counted.map((sigma, r) => (r % 100 < 2 ? Infinity : sigma));
    expect(correlation(spiky, counted)?.lag1).toBeGreaterThan(0.4);
    expect(Math.abs(correlation(spiky, without)?.lag1 ?? NaN)).toBeLessThan(0.05);
    expect(correlation(noise, new Float64Array(4000).fill(Infinity))).toBeNull();
  });
});

test('the residual after steps leaves out their first half millisecond', () => {
  const bins = { id: '', sampleRateHz: 10_000, from: Int32Array.of(0, 1, 2), to: Int32Array.of(1, 2, 6), sinceJumpMs: Float64Array.of(0.1, 0.4, 0.5) };
  expect(residualAfterSteps(bins, [100, 100, 1, 1, 1, 1], [0, 0, 0, 0, 3, 3])).toBeCloseTo(Math.sqrt((1 + 1 + 4 + 4) / 4), 12);
  expect(residualAfterSteps({ ...bins, sinceJumpMs: new Float64Array(3) }, [1], [0])).toBeNull();
});
