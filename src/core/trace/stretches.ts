/** Part of a recording, both ends included, ms since its start. */
export type Stretch = readonly [fromMs: number, toMs: number];

/** Shorter ones are a slip of the hand, ms. */
const SHORTEST_MS = 0.1;

/**
 * Stretches with one more, in their order: those that touch become one.
 * @param mostMs length of the recording; what lies outside of it is cut off
 * @returns the same stretches where nothing is left of the new one
 */
export function withStretch(stretches: readonly Stretch[], [fromMs, toMs]: Stretch, mostMs: number): readonly Stretch[] {
  const rounded = (ms: number): number => Math.round(10 * Math.min(mostMs, Math.max(0, ms))) / 10;
  const added: Stretch = [rounded(Math.min(fromMs, toMs)), rounded(Math.max(fromMs, toMs))];
  if (!(added[1] - added[0] >= SHORTEST_MS)) return stretches;
  const joined: Stretch[] = [];
  for (const stretch of [...stretches, added].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && stretch[0] <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], stretch[1])];
    else joined.push(stretch);
  }
  return joined;
}
