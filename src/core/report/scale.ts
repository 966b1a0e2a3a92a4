export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Round numbers (1, 2 or 5 times a power of ten) within a range, about `count` of them. */
export function ticksOf({ low, high }: Range, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((multiple) => multiple * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

/** Range of values with a margin; never empty. */
export function rangeOf(values: readonly ArrayLike<number>[], margin = 0.05): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const list of values) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(low <= high)) return { low: 0, high: 1 };
  const room = Math.max(high - low, 1e-3) * margin;
  return { low: low - room, high: high + room };
}

/**
 * Range that leaves out a share of the samples at each end: capacitive spikes and the sodium current would flatten the
 * rest. `outside` is how many of them are not drawn.
 */
export function robustRange(values: Float32Array, share: number): Range & { readonly outside: number } {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(part * (sorted.length - 1))))] ?? 0;
  const inner = { low: at(share), high: at(1 - share) };
  const room = Math.max(inner.high - inner.low, 1e-3) * 0.12;
  const range = { low: inner.low - room, high: inner.high + room };
  const outside = sorted.reduce((count, value) => (value < range.low || value > range.high ? count + 1 : count), 0);
  return { ...range, outside };
}
