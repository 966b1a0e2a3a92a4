import { describe, expect, it } from 'vitest';
import { envelopeColumns } from './envelopeColumns.ts';

const envelope = (timeMs: number[], min: number[], max: number[]) => ({
  timeMs: Float64Array.from(timeMs),
  min: Float32Array.from(min),
  max: Float32Array.from(max),
});

describe('envelopeColumns', () => {
  it('draws a falling flank downwards and a rising one upwards', () => {
    const [timeMs, values] = envelopeColumns(envelope([2, 6, 10], [8, 4, 5], [10, 8, 9]));
    expect(Array.from(timeMs)).toEqual([1, 3, 5, 7, 9, 11]);
    expect(values).toEqual([8, 10, 8, 4, 5, 9]);
  });

  it('shows raw samples where they are, and lost ones as a gap', () => {
    const [timeMs, values] = envelopeColumns(envelope([0, 1, 2], [5, Number.NaN, 7], [5, Number.NaN, 7]));
    expect(Array.from(timeMs)).toEqual([0, 1, 2]);
    expect(values).toEqual([5, null, 7]);
  });
});
