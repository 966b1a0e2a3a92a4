import { describe, expect, test } from 'vitest';
import { checkZap } from './check-zap.ts';

const asked = { levelMv: -800, durationMs: 0.5 };

describe('the zap that a device gave', () => {
  test('may be rounded, or have the level of the device', () => {
    for (const given of [asked, { levelMv: -812, durationMs: 0.4 }, { levelMv: null, durationMs: 0.5 }])
      expect(checkZap(asked, given)).toBe(given);
  });

  test.each([
    { levelMv: 800, durationMs: 0.5 },
    { levelMv: -820, durationMs: 0.5 },
    { levelMv: -800, durationMs: 0.65 },
    { levelMv: -800, durationMs: 0 },
    { levelMv: Number.NaN, durationMs: 0.5 },
    { levelMv: null, durationMs: Number.NaN },
  ])('is none that was asked: %o', (given) => {
    expect(() => checkZap(asked, given)).toThrow(/^Expected a zap of -800 mV for 0.5 ms, the device gave /);
  });
});
