import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Acquisition runs before everything else on this machine, where the system allows it. */
const HIGH_PRIORITY = -10;

/** Raises the priority of this process. Most users may not on Linux and macOS: it then runs at the normal one. */
export function raisePriority(): void {
  try {
    for (const thread of threadIds()) setPriority(thread, HIGH_PRIORITY);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/**
 * On Linux a priority belongs to a thread: the garbage-collecting threads already run, and the process waits for them. Elsewhere 0, the
 * process.
 */
function threadIds(): number[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
}
