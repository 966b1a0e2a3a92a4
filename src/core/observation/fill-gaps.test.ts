import { expect, test } from 'vitest';
import type { Protocol } from '../protocol/protocol.ts';
import { fillGaps } from './fill-gaps.ts';
import { observationBins } from './observation-bins.ts';

const protocol: Protocol = {
  id: 'two-steps',
  name: 'Two steps',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 0, durationMs: 1 },
    { kind: 'step', voltageMv: -100, durationMs: 1 },
  ],
};
// Bins of one sample, ten a step.
const bins = observationBins(protocol, 10_000, { singles: 100, resolution: 1, widestMs: 1, rampMv: 1 });

function filled(lost: readonly number[], value: (r: number) => number = (r) => r): number[] {
  const means = Float64Array.from(bins.from, (_, r) => (lost.includes(r) ? NaN : value(r)));
  fillGaps(
    bins,
    means,
    Uint8Array.from(bins.from, (_, r) => (lost.includes(r) ? 0 : 1)),
  );
  return Array.from(means);
}

test('a gap within a step lies on the line between what is beside it', () => {
  expect(filled([3, 4, 5]).slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a gap at a jump takes the nearest of its own step, never of the one before', () => {
  expect(filled([8, 9, 10, 11]).slice(6, 14)).toEqual([6, 7, 7, 7, 12, 12, 12, 13]);
});

test('a step that was lost whole is 0, and what was not lost stays', () => {
  expect(filled([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([...Array<number>(10).fill(0), 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});
