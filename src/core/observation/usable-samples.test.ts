import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { usableSamples } from './usable-samples.ts';

const noisy = (n = 2000): Float32Array => {
  const random = createRandom(4);
  return Float32Array.from({ length: n }, (_, k) => 5 * Math.sin(k / 90) + 0.3 * random.normal());
};
const of = (currentPaPf: Float32Array, excludedMs?: (readonly [number, number])[]) =>
  usableSamples({ currentPaPf, sampleRateHz: 10_000, ...(excludedMs ? { excludedMs } : {}) });

describe('what is no observation', () => {
  it('is nothing in a whole recording, whose samples are its own', () => {
    const whole = noisy();
    expect(of(whole)).toEqual({ currentPaPf: whole, leftOut: { lost: 0, saturated: 0, excluded: 0 } });
    expect(of(whole).currentPaPf).toBe(whole);
  });

  it('is counted by its reason, each sample once', () => {
    const clipped = noisy().map((value) => Math.min(3, value));
    const at = clipped.filter((value) => value === 3).length;
    clipped[10] = NaN;
    clipped[11] = Infinity;
    const { currentPaPf, leftOut } = of(clipped, [[1, 2.04]]);
    expect(leftOut.lost).toBe(2);
    expect(leftOut.saturated).toBeGreaterThan(0.9 * at);
    expect(leftOut.excluded).toBe(11 - 2);
    expect(currentPaPf.filter(Number.isNaN).length).toBe(leftOut.lost + leftOut.saturated + leftOut.excluded);
    expect(Array.from(currentPaPf.subarray(10, 21)).every(Number.isNaN)).toBe(true);
    expect(Number.isNaN(currentPaPf[21])).toBe(false);
  });

  it('is not what a quantised current rests on', () => {
    const quantised = noisy().map((value) => Math.fround(Math.round(value / 0.5) * 0.5));
    expect(of(quantised).leftOut.saturated).toBe(0);
    const constant = new Float32Array(500).fill(1);
    expect(of(constant).leftOut.saturated).toBe(0);
  });

  it('is never more than there is, whatever is excluded', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: -50, max: 300 }), fc.double({ min: -50, max: 300 })), { maxLength: 5 }), (ranges) => {
        const { currentPaPf, leftOut } = of(noisy(), ranges);
        expect(currentPaPf.filter(Number.isNaN).length).toBe(leftOut.excluded);
      }),
    );
  });
});
