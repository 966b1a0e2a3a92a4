import { describe, expect, it } from 'vitest';
import { MinMaxBins } from './minMaxBins.ts';

describe('MinMaxBins', () => {
  it('keeps the extremes of a long trace in a fixed number of bins', () => {
    const bins = new MinMaxBins(16);
    for (let k = 0; k < 1000; k += 1) bins.add(k, k === 613 ? -219 : k === 614 ? 14 : 0);
    const { values } = bins.zigzag(10_000);
    expect(bins.used).toBeLessThanOrEqual(16);
    expect(Math.min(...values.map(Number))).toBe(-219);
    expect(Math.max(...values.map(Number))).toBe(14);
  });

  it('shows samples that never came as a gap', () => {
    const bins = new MinMaxBins(16);
    [0, 1, 2, 6, 7].forEach((sample) => bins.add(sample, 1));
    expect(bins.zigzag(1000).values).toEqual([1, 1, 1, null, null, null, 1, 1]);
  });

  it('keeps a gap through merging only where a whole bin is lost', () => {
    const bins = new MinMaxBins(8);
    [0, 1, 2, 3, 8, 9].forEach((sample) => bins.add(sample, sample));
    const { timeMs, values } = bins.zigzag(1000);
    expect(bins.samplesPerBin).toBe(2);
    expect(values).toEqual([0, 1, 2, 3, null, null, 8, 9]);
    expect(timeMs[0]).toBe(0.5);
  });

  it('draws coalesced extremes without false gaps', () => {
    const bins = new MinMaxBins(16);
    bins.addExtremes(0, 4, -5, 5);
    bins.addExtremes(4, 4, -1, 1);
    expect(bins.used).toBe(8);
    expect(bins.zigzag(1000).values).not.toContain(null);
  });

  it('does not let a missing value hide the others of its bin', () => {
    const bins = new MinMaxBins(2);
    [1, Number.NaN, 3, 4].forEach((value, sample) => bins.add(sample, value));
    expect(bins.zigzag(1000).values).toEqual([1, 1, 3, 4]);
  });
});
