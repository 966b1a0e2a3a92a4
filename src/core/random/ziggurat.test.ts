import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { zigguratNormal } from './ziggurat.ts';

/** P(|z| > t) of the standard normal distribution. */
const BEYOND: readonly (readonly [number, number])[] = [
  [0.1, 0.9203443],
  [0.5, 0.6170751],
  [1, 0.3173105],
  [2, 0.0455003],
  [3, 0.0026998],
  [3.6541529, 0.00025803],
  [4, 0.00006334],
];

describe('zigguratNormal', () => {
  const random = createRandom(11);
  const values = Float64Array.from({ length: 500_000 }, () => zigguratNormal(random));
  const meanOf = (f: (v: number) => number): number => values.reduce((sum, v) => sum + f(v), 0) / values.length;

  it('has the moments of the normal distribution', () => {
    expect(Math.abs(meanOf((v) => v))).toBeLessThan(0.006);
    expect(Math.abs(meanOf((v) => v * v) - 1)).toBeLessThan(0.008);
    expect(Math.abs(meanOf((v) => v ** 3))).toBeLessThan(0.022);
    expect(Math.abs(meanOf((v) => v ** 4) - 3)).toBeLessThan(0.06);
  });

  it.each(BEYOND)('leaves the right share beyond %f', (limit, wanted) => {
    const share = values.filter((v) => Math.abs(v) > limit).length / values.length;
    // Four standard errors of a binomial count.
    expect(Math.abs(share - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / values.length));
  });

  it('depends on the seed', () => {
    const drawn = (seed: number): number[] => {
      const from = createRandom(seed);
      return Array.from({ length: 20 }, () => zigguratNormal(from));
    };
    expect(drawn(4)).toEqual(drawn(4));
    expect(drawn(4)).not.toEqual(drawn(5));
  });
});
