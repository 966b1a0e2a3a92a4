import { hostname } from 'node:os';

/** Which process writes a recording, and when it last did. */
export interface WriterMark {
  readonly pid: number;
  readonly host: string;
  readonly lastWriteMs: number;
}

/** A writer stores about ten chunks a second; one silent for this long is gone even if another process has its number now. */
const SILENT_MS = 30_000;

export function thisWriter(): { pid: number; host: string } {
  return { pid: process.pid, host: hostname() };
}

/** Whether a recording marked as running is still being written. */
export function isWriting(mark: WriterMark, nowMs: number): boolean {
  if (nowMs - mark.lastWriteMs > SILENT_MS) return false;
  // A writer on another machine cannot be asked; it counts as long as it wrote lately.
  return mark.host !== hostname() || processExists(mark.pid);
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
