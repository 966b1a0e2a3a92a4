import { setPriority } from 'node:os';

/** What has to keep up with a cell goes before everything else on this machine, where the system lets a program say so. */
const HIGH_PRIORITY = -10;

/** Raises the priority of this process. Most users may not on Linux and macOS: it then runs like any other. */
export function raisePriority(): void {
  try {
    setPriority(HIGH_PRIORITY);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
