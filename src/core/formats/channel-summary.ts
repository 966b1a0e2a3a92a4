export interface ChannelSummary {
  /** First five values of the first sweep and last five of the last one. */
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly samples: number;
  readonly mean: number;
  /** Population SD over all sweeps. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  /** Values that are no finite number; the others make the figures. */
  readonly notFinite: number;
}

/** Figures of a signal over all its sweeps; NaN figures where it has no finite value. */
export function channelSummary(sweeps: Iterable<Float32Array>): ChannelSummary {
  let first: number[] = [];
  let last: number[] = [];
  let [samples, finite, sum, square, pivot] = [0, 0, 0, 0, 0];
  let [min, max] = [Infinity, -Infinity];
  for (const values of sweeps) {
    if (samples === 0) first = [...values.subarray(0, 5)];
    if (values.length > 0) last = [...values.subarray(-5)];
    samples += values.length;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      // Sums about the first value keep the digits of a small SD on a large mean.
      if (finite === 0) pivot = value;
      finite++;
      const off = value - pivot;
      sum += off;
      square += off * off;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const mean = sum / finite;
  return {
    first,
    last,
    samples,
    mean: finite === 0 ? NaN : pivot + mean,
    sd: finite === 0 ? NaN : Math.sqrt(Math.max(0, square / finite - mean * mean)),
    min: finite === 0 ? NaN : min,
    max: finite === 0 ? NaN : max,
    notFinite: samples - finite,
  };
}
