import fc from 'fast-check';
import { expect, it } from 'vitest';
import { innerRange } from './inner-range.ts';

it('has at its ends what stands there after sorting, of short and long, flat and hidden extremes', () => {
  const values = fc.oneof(
    fc.array(fc.oneof(fc.constantFrom(0, 1, -1), fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1, maxLength: 80 }),
    // Long ones whose outermost values lie between those of a sample.
    fc
      .record({ n: fc.integer({ min: 2000, max: 6000 }), at: fc.nat(5999), width: fc.integer({ min: 1, max: 60 }) })
      .map(({ n, at, width }) =>
        Array.from({ length: n }, (_, i) => (Math.abs(i - (at % n)) < width ? 100 - Math.abs(i - (at % n)) : Math.sin(i / 50))),
      ),
  );
  fc.assert(
    fc.property(values, fc.nat(40), (all, share) => {
      const cut = Math.floor(((all.length - 1) * share) / 100);
      const sorted = Float64Array.from(all).sort();
      const { low, high } = innerRange(all, cut);
      expect([low + 0, high + 0]).toEqual([(sorted[cut] as number) + 0, (sorted[all.length - 1 - cut] as number) + 0]);
    }),
  );
});
