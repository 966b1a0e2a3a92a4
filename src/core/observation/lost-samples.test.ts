import { expect, it } from 'vitest';
import { presentMeans, sigmaOfWhole } from './lost-samples.ts';
import { observationBins } from './observation-bins.ts';

const bins = observationBins(
  { id: 'p', name: 'p', source: '', holdingMv: -80, segments: [{ kind: 'step', voltageMv: 0, durationMs: 6 }] },
  1000,
  { singles: 2, resolution: 1, widestMs: 2, rampMv: 1 },
);

it('leaves out bins with a lost sample, and never fills one', () => {
  const samples = Float64Array.from({ length: 7 }, (_, k) => k);
  samples[2] = NaN;
  samples[3] = NaN;
  const { means, whole } = presentMeans(bins, samples);
  bins.from.forEach((from, r) => {
    const inside = Array.from(samples.slice(from, bins.to[r]));
    expect(whole[r]).toBe(inside.every(Number.isFinite) ? 1 : 0);
    expect(Number.isFinite(means[r])).toBe(true);
  });
  const sigma = sigmaOfWhole(new Float64Array(means.length).fill(0.3), whole);
  expect(sigma.filter((sd) => sd === Infinity).length).toBe(whole.filter((w) => w === 0).length);
  expect(whole.includes(0)).toBe(true);
});

it('counts what lies beyond the end as lost', () => {
  const { whole } = presentMeans(bins, [1, 2, 3]);
  expect(whole.at(-1)).toBe(0);
});
