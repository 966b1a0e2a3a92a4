import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

function draw(seed: number, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
}

describe('createRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    expect(draw(7, 50)).toEqual(draw(7, 50));
    expect(draw(7, 50)).not.toEqual(draw(8, 50));
    expect(draw(7 + 2 ** 32, 50)).not.toEqual(draw(7, 50));
  });

  it('is uniform in [0, 1)', () => {
    const values = draw(1, 100_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(Math.min(...values.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    const bins = new Array<number>(10).fill(0);
    for (const value of values) bins[Math.floor(value * 10)]! += 1;
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('gives normal deviates of mean 0, SD 1 and the right tails', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.sqrt(variance)).toBeCloseTo(1, 1);
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.004);
  });

  it('forks by label alone, independent of the draws before', () => {
    const fresh = createRandom(5);
    const used = createRandom(5);
    for (let i = 0; i < 17; i++) used.normal();
    expect(used.fork(3).uniform()).toBe(fresh.fork(3).uniform());
    expect(fresh.fork(3).uniform()).not.toBe(fresh.fork(4).uniform());
    expect(fresh.fork(3).fork(1).uniform()).not.toBe(fresh.fork(1).fork(3).uniform());
  });

  it('does not correlate neighbouring seeds or forks', () => {
    const firsts = Array.from({ length: 20_000 }, (_, seed) => createRandom(seed).uniform());
    const forks = Array.from({ length: 20_000 }, (_, label) => createRandom(1).fork(label).uniform());
    for (const values of [firsts, forks]) {
      let correlation = 0;
      for (let i = 1; i < values.length; i++) correlation += (values[i]! - 0.5) * (values[i - 1]! - 0.5);
      expect(Math.abs((correlation * 12) / values.length)).toBeLessThan(0.03);
    }
  });

  it('covers 0 ... n - 1 and refuses what is not a whole number', () => {
    const random = createRandom(2);
    const seen = new Set(Array.from({ length: 500 }, () => random.integer(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(() => random.integer(0)).toThrow(/above 0/);
    expect(() => createRandom(Number.NaN)).toThrow(/whole number/);
  });
});
