import { describe, expect, test } from 'vitest';
import { USUAL_ZAP, ZAP_LIMITS, zapProblem, zapWords } from './zap.ts';

const OFFER = { levelMv: 2000, longestMs: 20 };

describe('a zap', () => {
  test('is possible within the limits of every device, either way', () => {
    for (const pulse of [USUAL_ZAP, { levelMv: -1500, durationMs: 0.02 }, { levelMv: 1500, durationMs: 10 }, { levelMv: 1, durationMs: 1 }])
      expect(zapProblem(pulse, OFFER)).toBeNull();
  });

  test.each([
    [{ levelMv: 1501, durationMs: 1 }, OFFER, /up to 1500 mV either way and not 0, got 1501 mV/],
    [{ levelMv: -1501, durationMs: 1 }, OFFER, /got -1501 mV/],
    [{ levelMv: 0, durationMs: 1 }, OFFER, /got 0 mV/],
    [{ levelMv: Number.NaN, durationMs: 1 }, OFFER, /got NaN mV/],
    [{ levelMv: 800, durationMs: 0.01 }, OFFER, /0\.02 to 10 ms, got 0\.01 ms/],
    [{ levelMv: 800, durationMs: 10.1 }, OFFER, /got 10\.1 ms/],
    [{ levelMv: 800, durationMs: Number.NaN }, OFFER, /got NaN ms/],
    [{ levelMv: 800, durationMs: 1 }, { levelMv: 500, longestMs: 20 }, /up to 500 mV/],
    [{ levelMv: 800, durationMs: 1 }, { levelMv: 500, longestMs: 20 }, /up to 500 mV/],
    [{ levelMv: 800, durationMs: 3 }, { levelMv: null, longestMs: 2 }, /0\.02 to 2 ms, got 3 ms/],
    [USUAL_ZAP, null, /a device that can zap, this one cannot/],
  ])('%o on a device with %o is refused', (pulse, offer, problem) => {
    expect(zapProblem(pulse, offer)).toMatch(problem);
  });

  test('is said with its level, or that the device has its own', () => {
    expect(zapWords(USUAL_ZAP)).toBe('800 mV for 0.5 ms');
    expect(zapWords({ levelMv: null, durationMs: 0.3 })).toBe('the level of the device for 0.3 ms');
    expect(ZAP_LIMITS.levelMv).toBeGreaterThan(USUAL_ZAP.levelMv);
  });
});
