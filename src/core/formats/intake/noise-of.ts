/** Samples that are looked at. */
const MOST = 200_000;

/** SD of the noise of a trace from its second differences, which steps and slopes hardly change; 0 for one without noise. */
export function noiseOf(values: Float32Array): number {
  const stride = Math.max(1, Math.floor(values.length / MOST));
  const found: number[] = [];
  for (let i = 1; i + 1 < values.length; i += stride) {
    const bend = Math.abs(values[i - 1]! - 2 * values[i]! + values[i + 1]!);
    if (Number.isFinite(bend)) found.push(bend);
  }
  if (found.length === 0) return 0;
  const median = Float64Array.from(found).sort()[found.length >> 1]!;
  // The median of |x| is 0.6745 SD, a second difference has sqrt(6) times the SD of its samples.
  return median / 0.6745 / Math.sqrt(6);
}
