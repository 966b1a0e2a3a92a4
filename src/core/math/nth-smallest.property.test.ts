import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nthSmallest } from './nth-smallest.ts';

it('is what stands there after sorting, also among equal values and infinities', () => {
  const value = fc.oneof(fc.constantFrom(0, 1, -1, Infinity, -Infinity), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), fc.nat(79), (values, at) => {
      const n = at % values.length;
      const sorted = Float64Array.from(values).sort();
      // 0 and -0 are equal.
      expect(nthSmallest(Float64Array.from(values), n) + 0).toBe((sorted[n] as number) + 0);
    }),
  );
  expect(nthSmallest(new Float64Array(0), 0)).toBeNaN();
});

it('takes linear time of sorted, reversed and equal values', () => {
  const n = 200_000;
  const swaps = [Float64Array.from({ length: n }, (_, i) => i), Float64Array.from({ length: n }, (_, i) => n - i), new Float64Array(n)];
  for (const values of swaps) expect(nthSmallest(values.slice(), n >> 1)).toBe(values.slice().sort()[n >> 1]);
});
