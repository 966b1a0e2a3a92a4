import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../core/random/random.ts';
import { zapChances, zapOutcome, type ZapOutcome } from './zap-outcome.ts';

function shares(levelMv: number, durationMs: number): Record<ZapOutcome, number> {
  const random = createRandom(5);
  const count = { nothing: 0, 'break-in': 0, 'seal-lost': 0 };
  for (let i = 0; i < 4000; i++) count[zapOutcome({ levelMv, durationMs }, random)]++;
  return { nothing: count.nothing / 4000, 'break-in': count['break-in'] / 4000, 'seal-lost': count['seal-lost'] / 4000 };
}

describe('what a zap does to the patch of a simulated pipette', () => {
  test('a usual one mostly breaks in, a long strong one mostly kills the seal', () => {
    expect(shares(800, 0.5)['break-in']).toBeGreaterThan(0.75);
    expect(shares(800, 0.5)['seal-lost']).toBeLessThan(0.02);
    expect(shares(-1500, 10)['seal-lost']).toBeGreaterThan(0.95);
  });

  test('both chances rise with level and with duration, either way', () => {
    const rising = [
      [300, 0.05],
      [500, 0.05],
      [-500, 0.1],
      [800, 0.1],
      [-800, 0.5],
      [1000, 0.5],
      [1000, 2],
    ] as const;
    const chances = rising.map(([levelMv, durationMs]) => zapChances({ levelMv, durationMs }));
    for (const [i, { breakIn, sealLost }] of chances.entries()) {
      expect(breakIn).toBeGreaterThan(chances[i - 1]?.breakIn ?? 0);
      expect(sealLost).toBeGreaterThan(chances[i - 1]?.sealLost ?? 0);
    }
  });

  test('what a protocol may command does nothing, however long', () => {
    expect(shares(200, 10)).toEqual({ nothing: 1, 'break-in': 0, 'seal-lost': 0 });
  });
});
