import type { SweepShape } from './sweepShape.ts';

/** After an edge a transient is not looked at for this share of the time to the next one: a slow cell takes 5 of 25 ms. */
const SETTLING_SHARE = 0.3;
/** A drawn point that reaches over the next edge is not looked at. */
const BEFORE_EDGE_SHARE = 0.98;

/**
 * Smallest and largest current away from the capacitive transients, pA; null where there is no sweep.
 * @param sweeps each of any number of points over one sweep
 */
export function steadyRange(sweeps: readonly ArrayLike<number>[], { beforeMs, sweepMs }: SweepShape): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const sweep of sweeps) {
    for (let i = 0; i < sweep.length; i++) {
      const atMs = ((i + 0.5) * sweepMs) / sweep.length;
      const on = atMs >= beforeMs;
      const share = on ? (atMs - beforeMs) / (sweepMs - beforeMs) : atMs / beforeMs;
      if (share < SETTLING_SHARE || share > BEFORE_EDGE_SHARE) continue;
      low = Math.min(low, sweep[i]!);
      high = Math.max(high, sweep[i]!);
    }
  }
  return low <= high ? [low, high] : null;
}
