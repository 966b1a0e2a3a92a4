import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/** What has to keep up with a cell goes before everything else on this machine, where the system lets a program say so. */
const HIGH_PRIORITY = -10;

/** Raises the priority of this process. Most users may not on Linux and macOS: it then runs like any other. */
export function raisePriority(): void {
  try {
    for (const thread of threadIds()) setPriority(thread, HIGH_PRIORITY);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** On Linux a priority is a thread's: those that collect garbage run by now, and the process waits for them. Elsewhere 0, the process. */
function threadIds(): number[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
}
