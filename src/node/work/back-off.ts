const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** After this many starts in a row without one that became ready, the process is no longer restarted automatically. */
const GIVE_UP_AFTER = 6;

/** Delay before restart number `failures` in a row; null: give up until the next request. */
export function restartDelayMs(failures: number): number | null {
  if (failures >= GIVE_UP_AFTER) return null;
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}
