import { describe, expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { overcounting, residualCorrelation } from './residual-correlation.ts';

const random = createRandom(4);
const noise = Float64Array.from({ length: 4000 }, () => random.normal());
const counted = new Float64Array(4000).fill(1);

describe('whiteness of a residual', () => {
  test('noise stays within the limit for white noise', () => {
    const white = residualCorrelation(noise, counted);
    expect(Math.abs(white?.lag1 ?? NaN)).toBeLessThan(white?.chance ?? NaN);
    expect(white?.chance).toBeCloseTo(2.576 / Math.sqrt(3999), 6);
  });

  test('a slow wave under the noise is detected', () => {
    expect(
      residualCorrelation(
        noise.map((z, r) => z + Math.SQRT2 * Math.sin(r / 50)),
        counted,
      )?.lag1,
    ).toBeCloseTo(0.5, 1);
  });

  test('observations that do not count, and what is beside them, are left out', () => {
    // Without its neighbour left out each spike would add a pair.
    const spiky = noise.map((z, r) => (r % 100 < 2 ? 80 : z));
    const without = counted.map((sigma, r) => (r % 100 < 2 ? Infinity : sigma));
    expect(residualCorrelation(spiky, counted)?.lag1).toBeGreaterThan(0.4);
    expect(Math.abs(residualCorrelation(spiky, without)?.lag1 ?? NaN)).toBeLessThan(0.05);
    expect(residualCorrelation(noise, new Float64Array(4000).fill(Infinity))).toBeNull();
  });
});

describe('how many times too much a misfit counts', () => {
  const of = (z: Float64Array): number =>
    overcounting(
      { observed: z, sigma: counted },
      { simulated: new Float64Array(z.length), chi2: z.reduce((sum, v) => sum + v * v, 0), observations: z.length },
    );

  test('noise counts once', () => expect(of(noise.map((z) => 0.99 * z))).toBe(1));

  test('values that repeat four times count about fourfold: their mean is no more certain', () => {
    const slow = new Float64Array(4000);
    // First-order autoregression of unit SD.
    for (let r = 1; r < slow.length; r++) slow[r] = 0.6 * (slow[r - 1] as number) + 0.8 * (noise[r] as number);
    expect(of(slow)).toBeGreaterThan(3.4);
    expect(of(slow)).toBeLessThan(4.6);
  });

  test('a residual far below its SD is no misfit', () => expect(of(noise.map((_, r) => 0.1 * Math.sin(r / 50)))).toBe(1));
});
