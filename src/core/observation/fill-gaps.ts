import type { ObservationBins } from './observation-bins.ts';

/**
 * Values for bins that were lost, from those beside them between the same two jumps of the command: on the line between both neighbours,
 * the nearest where there is one, 0 where a stretch has nothing. Networks take no gaps.
 * @param whole 1 where a bin was recorded
 */
export function fillGaps({ from, to, sinceJumpMs }: ObservationBins, means: Float64Array, whole: Uint8Array): void {
  const middle = (r: number): number => (from[r] as number) + (to[r] as number);
  const count = means.length;
  for (let start = 0; start < count;) {
    let end = start + 1;
    while (end < count && (sinceJumpMs[end] as number) > (sinceJumpMs[end - 1] as number)) end++;
    let before = -1;
    for (let r = start; r < end; r++) {
      if (whole[r] === 1) {
        before = r;
        continue;
      }
      let after = r + 1;
      while (after < end && whole[after] !== 1) after++;
      for (let gap = r; gap < after; gap++) {
        if (before < 0) means[gap] = after < end ? (means[after] as number) : 0;
        else if (after >= end) means[gap] = means[before] as number;
        else {
          const share = (middle(gap) - middle(before)) / (middle(after) - middle(before));
          means[gap] = (means[before] as number) + share * ((means[after] as number) - (means[before] as number));
        }
      }
      r = after - 1;
    }
    start = end;
  }
}
