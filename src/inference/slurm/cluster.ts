import { execFile } from 'node:child_process';

/** What is known of an array job. With 'unknown' a run keeps waiting: a controller may be unreachable for a while. */
export type JobState =
  | { readonly kind: 'active'; readonly pending: number; readonly running: number; readonly held: boolean }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The part of Slurm that a run needs. */
export interface Cluster {
  /** @returns the job's id. @throws Error with the message of sbatch */
  submit(scriptPath: string): Promise<string>;
  state(jobId: string): Promise<JobState>;
  cancel(jobId: string): Promise<void>;
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code; null where the command is not installed. */
  readonly code: number | null;
}

/** Runs a command of Slurm and reports its result. Tests pass their own. */
export type RunCommand = (program: string, args: readonly string[]) => Promise<Said>;

const COMMAND_LIMIT_MS = 60_000;

export const runCommand: RunCommand = (program, args) =>
  new Promise((resolve) => {
    execFile(program, [...args], { timeout: COMMAND_LIMIT_MS }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code === 'ENOENT' ? null : typeof error.code === 'number' ? error.code : 1;
      resolve({ stdout, stderr: stderr || (error?.message ?? ''), code });
    });
  });

/** Slurm by its commands. squeue gives a job's state, or sacct where squeue is absent; with neither the run depends on the shards alone. */
export function slurmCluster(run: RunCommand = runCommand): Cluster {
  return {
    async submit(scriptPath) {
      const said = await run('sbatch', ['--parsable', scriptPath]);
      if (said.code === null)
        throw new Error('sbatch was not found. Run this on a machine of the cluster that submits jobs, or without --slurm.');
      const id = /^(\d+)/.exec(said.stdout.trim())?.[1];
      if (said.code !== 0 || id === undefined)
        throw new Error(`sbatch refused the job: ${firstLine(said)}. Correct the options for Slurm and run again.`);
      return id;
    },
    async state(jobId) {
      const queue = await run('squeue', ['--noheader', '--array', `--jobs=${jobId}`, '--format=%T|%r']);
      if (queue.code === 0) return fromQueue(lines(queue.stdout));
      if (queue.code !== null) {
        // A job that ended some minutes ago is forgotten.
        return /invalid job id/i.test(queue.stderr) ? { kind: 'ended' } : { kind: 'unknown', reason: firstLine(queue) };
      }
      const accounts = await run('sacct', ['--allocations', '--noheader', '--parsable2', `--jobs=${jobId}`, '--format=State']);
      if (accounts.code !== 0)
        return { kind: 'unknown', reason: accounts.code === null ? 'neither squeue nor sacct is here' : firstLine(accounts) };
      return fromAccounts(lines(accounts.stdout));
    },
    async cancel(jobId) {
      const said = await run('scancel', [jobId]);
      if (said.code !== 0)
        throw new Error(
          `Job ${jobId} could not be cancelled: ${said.code === null ? 'scancel was not found' : firstLine(said)}. Cancel it by hand.`,
        );
    },
  };
}

function fromQueue(found: readonly string[]): JobState {
  if (found.length === 0) return { kind: 'ended' };
  const pending = found.filter((line) => line.startsWith('PENDING')).length;
  return { kind: 'active', pending, running: found.length - pending, held: found.every((line) => /^PENDING\|.*held/i.test(line)) };
}

function fromAccounts(found: readonly string[]): JobState {
  if (found.length === 0) return { kind: 'unknown', reason: 'sacct does not know the job yet' };
  const pending = found.filter((line) => /^(PENDING|REQUEUED)/.test(line)).length;
  const running = found.filter((line) => /^(RUNNING|SUSPENDED|RESIZING)/.test(line)).length;
  return pending + running === 0 ? { kind: 'ended' } : { kind: 'active', pending, running, held: false };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function firstLine(said: Said): string {
  return (lines(said.stderr)[0] ?? lines(said.stdout)[0] ?? `exit code ${said.code}`).replace(/\.$/, '');
}
