import { describe, expect, test } from 'vitest';
import { boundedInterval } from './bounded-interval.ts';

describe('interval of a bounded quantity', () => {
  test('is that of the normal distribution where the SD is small', () => {
    const [low, high] = boundedInterval(1, 0.02, [0.6, 1.4]);
    expect(low).toBeCloseTo(1 - 1.645 * 0.02, 3);
    expect(high).toBeCloseTo(1 + 1.645 * 0.02, 3);
  });

  test('is 90 % of the range where nothing is known', () => {
    const [low, high] = boundedInterval(1, 0.8 / Math.sqrt(12), [0.6, 1.4]);
    expect(low).toBeCloseTo(0.64, 3);
    expect(high).toBeCloseTo(1.36, 3);
  });

  test('stays inside the bounds for any mean and SD', () => {
    for (const [mean, sd] of [
      [1.39, 0.1],
      [1.6, 0.2],
      [0.6, 0.01],
      [1, 3],
      [1.4, 1e-4],
    ] as const) {
      const [low, high] = boundedInterval(mean, sd, [0.6, 1.4]);
      expect(low).toBeGreaterThanOrEqual(0.6);
      expect(high).toBeLessThanOrEqual(1.4);
      expect(high).toBeGreaterThan(low);
    }
  });
});
