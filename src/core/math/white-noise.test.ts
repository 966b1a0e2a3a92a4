import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { whiteNoiseAbove, whiteNoiseSd } from './white-noise.ts';

const random = createRandom(4);
const trace = Float64Array.from({ length: 4000 }, (_, k) => 5 * Math.sin(k / 400) + 0.3 * random.normal() + (k % 500 === 0 ? 80 : 0));

test('finds the noise beneath a slow current and spikes', () => {
  expect(whiteNoiseSd(trace)).toBeCloseTo(0.3, 1);
  expect(
    whiteNoiseSd(trace, [
      [100, 400],
      [600, 900],
    ]),
  ).toBeCloseTo(0.3, 1);
});

test('a trace without noise gives 0, one with fewer than three samples null', () => {
  expect(whiteNoiseSd([1, 2, 3, 4])).toBe(0);
  expect(whiteNoiseSd([1, 2])).toBeNull();
  expect(whiteNoiseSd(trace, [])).toBeNull();
  expect(whiteNoiseSd([1, 2, 4], [[-5, 90]])).toBeGreaterThan(0);
});

test('noise up to a least SD is none, and above it the SD', () => {
  const sd = whiteNoiseSd(trace) as number;
  expect(whiteNoiseAbove(trace, 0.9 * sd)).toBe(sd);
  expect(whiteNoiseAbove(trace, 1.1 * sd)).toBe(0);
  expect(whiteNoiseAbove(Float64Array.of(1, 2), 0)).toBe(0);
});
