import { readFileSync } from 'node:fs';

/**
 * When a process of this machine started, as a text that no later process with its number shares: on Linux the boot and the
 * clock ticks since then. Null where the process is gone, and on systems that do not give it.
 */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold spaces and brackets; the 22nd field is the 20th after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${bootId()}:${ticks}`;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Seconds since 1970 at which this boot began; null on systems that do not give it. */
export function bootSeconds(): number | null {
  try {
    const found = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1];
    return found === undefined ? null : Number(found);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}
