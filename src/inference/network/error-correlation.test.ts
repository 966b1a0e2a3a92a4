import { expect, test } from 'vitest';
import { createRandom } from '../../core/random/random.ts';
import { correlationGain, errorCorrelation } from './error-correlation.ts';

/** Rows of two outputs whose errors have the given correlation, and an independent third one. */
function rowsWith(correlation: number, rows: number, seed: number): { truth: Float32Array; mean: Float32Array; sd: Float32Array } {
  const random = createRandom(seed);
  const truth = new Float32Array(3 * rows);
  const mean = new Float32Array(3 * rows).map(() => 1);
  const sd = new Float32Array(3 * rows).map((_, i) => 0.1 * (1 + (i % 3)));
  for (let r = 0; r < rows; r++) {
    const shared = random.normal();
    const errors = [shared, correlation * shared + Math.sqrt(1 - correlation ** 2) * random.normal(), random.normal()];
    errors.forEach((error, i) => (truth[3 * r + i] = 1 + (sd[3 * r + i] as number) * error));
  }
  return { truth, mean, sd };
}

test('finds correlated errors, and none between independent ones', () => {
  const { truth, mean, sd } = rowsWith(-0.8, 20_000, 1);
  const found = errorCorrelation(truth, mean, sd, 20_000);
  expect(found[0]).toBe(1);
  expect(found[1]).toBeCloseTo(-0.8, 1);
  expect(found[3]).toBe(found[1]);
  expect(Math.abs(found[2] as number)).toBeLessThan(0.03);
});

test('its gain in likelihood is that of theory on other rows, and 0 for independent errors', () => {
  const measured = rowsWith(0.8, 20_000, 2);
  const correlation = errorCorrelation(measured.truth, measured.mean, measured.sd, 20_000);
  const other = rowsWith(0.8, 20_000, 3);
  expect(correlationGain(other.truth, other.mean, other.sd, 20_000, correlation)).toBeCloseTo(-0.5 * Math.log(1 - 0.64), 1);
  const apart = rowsWith(0, 20_000, 4);
  expect(
    correlationGain(apart.truth, apart.mean, apart.sd, 20_000, errorCorrelation(apart.truth, apart.mean, apart.sd, 20_000)),
  ).toBeLessThan(0.005);
});

test('too few recordings are refused', () => {
  const { truth, mean, sd } = rowsWith(0, 3, 5);
  expect(() => errorCorrelation(truth, mean, sd, 3)).toThrow(/more recordings.*got 3/);
});
