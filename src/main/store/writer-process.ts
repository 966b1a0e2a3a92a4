import { hostname } from 'node:os';
import { bootSeconds, processStart } from './process-start.ts';

/** Which process writes a recording. */
export interface WriterMark {
  readonly pid: number;
  readonly host: string;
  /** As processStart() gives it; empty where it is not known, as in files of layout 1. */
  readonly start: string;
  /** When it began the recording, ms since 1970. */
  readonly begunMs: number;
}

/** Clocks are corrected now and then; only a process that started later than the recording by more than this is a later one, ms. */
const CLOCK_SLACK_MS = 120_000;
/** Clock ticks a second in /proc: the same on every Linux that Node runs on. */
const TICKS_HZ = 100;

export function thisWriter(): Omit<WriterMark, 'begunMs'> {
  return { pid: process.pid, host: hostname(), start: processStart(process.pid) ?? '' };
}

/**
 * Whether the process that writes a recording lives: 'dead' only where that is certain, on this host. 'unknown' on another
 * host, which cannot be asked. Where the system gives no start time of a process, one with the writer's number counts as it.
 */
export function writerState({ pid, host, start, begunMs }: WriterMark): 'alive' | 'dead' | 'unknown' {
  if (host !== hostname()) return 'unknown';
  if (!processExists(pid)) return 'dead';
  const found = processStart(pid);
  if (found === null) return 'alive';
  if (start !== '') return found === start ? 'alive' : 'dead';
  // A file of layout 1 stores no start: a process that started after the recording began is not its writer.
  const boot = bootSeconds();
  const startedMs = boot === null ? null : (boot + Number(found.split(':')[1]) / TICKS_HZ) * 1000;
  return startedMs !== null && startedMs > begunMs + CLOCK_SLACK_MS ? 'dead' : 'alive';
}

function processExists(pid: number): boolean {
  // 0 and negative numbers would ask about groups of processes.
  if (!Number.isInteger(pid) || pid <= 0 || pid > 2 ** 31) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
