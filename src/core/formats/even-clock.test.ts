import { describe, expect, it } from 'vitest';
import { evenClock } from './even-clock.ts';

const clock = (times: readonly number[], unitS = 1): ReturnType<typeof evenClock> =>
  evenClock(Float64Array.from(times), unitS, (i) => `Line ${i + 2}`);
const even = (n: number, step: number, digits = 17): number[] =>
  Array.from({ length: n }, (_, i) => Number((i * step).toPrecision(digits)));

describe('evenClock', () => {
  it('finds whole rates in rounded times, in any unit', () => {
    expect(clock(even(1000, 5e-5, 6)).rateHz).toBeCloseTo(20_000, 0);
    expect(clock(even(1000, 0.1), 1e-3).rateHz).toBe(10_000);
    expect(clock(even(1000, 1 / 3), 1e-3)).toEqual({ rateHz: 3000, startS: 0 });
    // Times that repeat because they have too few digits.
    expect(clock(Array.from({ length: 1001 }, (_, i) => Number((i * 2.5e-5).toFixed(4)))).rateHz).toBe(40_000);
  });

  it.each<[string, number[], RegExp]>([
    ['1 missing of 50,001', even(50_001, 1e-4).filter((_, i) => i !== 30_000), /^Line 30002: 1 sample is missing before it/],
    ['5 missing', even(1000, 1).filter((_, i) => i < 700 || i > 704), /^Line 702: 5 samples are missing before it/],
    ['a repeated sample', even(1000, 1).map((t, i) => (i === 500 ? 499 : t)), /^Line 502: time goes from 499 to 499 where steps are 1/],
    ['a slow drift', even(1000, 1).map((t) => t + 1e-3 * t * t), /^Line \d+: (the clock is uneven|time goes)/],
    ['time that falls', even(100, -1), /Expected time to rise/],
  ])('%s', (_, times, message) => {
    expect(() => clock(times)).toThrow(message);
  });
});
