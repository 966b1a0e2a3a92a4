/**
 * Upstrokes of a free-running trace: the fractional sample index at which the potential rises through the middle of the
 * trace's range. A rise counts once the trace climbed from the lower 35 % to the upper 35 % of the range (hysteresis, so that
 * noise and small after-depolarisations do not), and only when that range reaches the least amplitude.
 */
export function findUpstrokes(trace: ArrayLike<number>, amplitudeMv: number): number[] {
  const { low, high } = robustRange(trace);
  const range = high - low;
  if (range < amplitudeMv) return [];
  const middle = (low + high) / 2;
  const upstrokes: number[] = [];
  let armed = false;
  let crossing = 0;
  for (let i = 1; i < trace.length; i++) {
    const before = trace[i - 1] as number;
    const here = trace[i] as number;
    if (here < low + 0.35 * range) armed = true;
    if (before < middle && here >= middle) crossing = i - 1 + (middle - before) / (here - before);
    if (armed && here > low + 0.65 * range) {
      upstrokes.push(crossing);
      armed = false;
    }
  }
  return upstrokes;
}

/** Range without the outermost 0.1 %, so that a switching artefact of a few samples does not set it. */
function robustRange(trace: ArrayLike<number>): { low: number; high: number } {
  const sorted = Float64Array.from(trace).sort();
  const cut = Math.floor(sorted.length * 0.001);
  return { low: sorted[cut] as number, high: sorted[sorted.length - 1 - cut] as number };
}
