/** Normal quantile of 75 %: the median of |x| is so many SDs. */
const MEDIAN_OF_ABSOLUTE = 0.674_489_75;

/**
 * White-noise SD per sample, from second differences by their median, so that neither slow currents nor the few samples of a
 * spike or an upstroke raise it. For
 * white noise the second difference has SD sqrt(6) times the noise's.
 * @param middles half-open ranges of the samples that differences are taken around; absent: all that have two neighbours
 * @returns in the unit of the trace; null where no range holds a sample
 */
export function whiteNoiseSd(
  trace: ArrayLike<number>,
  middles: Iterable<readonly [from: number, to: number]> = [[1, trace.length - 1]],
): number | null {
  const sizes: number[] = [];
  for (const [from, to] of middles) {
    for (let k = Math.max(1, from); k < Math.min(to, trace.length - 1); k++) {
      const size = Math.abs((trace[k - 1] as number) - 2 * (trace[k] as number) + (trace[k + 1] as number));
      if (!Number.isNaN(size)) sizes.push(size);
    }
  }
  if (sizes.length === 0) return null;
  const sorted = Float64Array.from(sizes).sort();
  return (sorted[sorted.length >> 1] as number) / MEDIAN_OF_ABSOLUTE / Math.sqrt(6);
}
