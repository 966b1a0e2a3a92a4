import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Begins to measure a process of Linux. Answers the share of a core that it had since then, its threads included. */
export function coreShare(pid: number): () => number {
  const fromMs = performance.now();
  const from = cpuSeconds(pid);
  return () => (1000 * (cpuSeconds(pid) - from)) / (performance.now() - fromMs);
}

/** Fields 14 and 15 of /proc/PID/stat, user and system time in clock ticks; the name before them may hold anything but ends with ")". */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

let ticks: number | null = null;
function ticksPerSecond(): number {
  return (ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })));
}
