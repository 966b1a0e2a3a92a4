import { expect, test } from 'vitest';
import { filledFrom } from './filled-from.ts';
import { observationBins } from './observation-bins.ts';

test('only samples that are left out are taken from the simulated cell', () => {
  const bins = observationBins(
    { id: 'p', name: 'p', source: '', holdingMv: -80, segments: [{ kind: 'step', voltageMv: 0, durationMs: 6 }] },
    1000,
    { singles: 2, resolution: 1, widestMs: 2, rampMv: 1 },
  );
  const samples = Float32Array.from({ length: 7 }, (_, k) => (k === 2 || k === 5 ? NaN : k));
  const means = Float64Array.from(bins.from, (from) => 100 + from);
  const filled = filledFrom(bins, samples, means);
  const binOf = (k: number): number => Array.from(bins.from).findIndex((from, r) => k >= from && k < (bins.to[r] ?? 0));
  expect([0, 1, 3, 4].map((k) => filled[k])).toEqual([0, 1, 3, 4]);
  expect([2, 5].map((k) => filled[k])).toEqual([2, 5].map((k) => means[binOf(k)]));
  expect(samples[2]).toBeNaN();
});
