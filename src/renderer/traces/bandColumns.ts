import type { BeatBand } from '../../core/twin/beat-band.ts';

/** Low and high end of a band at the times of a plot, mV; null where the band does not reach. @param timeMs after the upstroke */
export function bandColumns(
  { fromMs, dtMs, lowMv, highMv }: BeatBand,
  timeMs: ArrayLike<number>,
  shiftMv: number,
): [low: (number | null)[], high: (number | null)[]] {
  const column = (values: readonly number[]): (number | null)[] =>
    Array.from(timeMs, (time) => {
      const at = (time - fromMs) / dtMs;
      const below = Math.floor(at + 1e-9);
      const left = values[below];
      if (left === undefined || at > values.length - 1 + 1e-9) return null;
      return shiftMv + left + ((values[below + 1] ?? left) - left) * (at - below);
    });
  return [column(lowMv), column(highMv)];
}
