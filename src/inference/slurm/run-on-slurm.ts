import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeFileWhole } from '../../node/files/index.ts';
import { arrayScript, SCRIPT_FILE, TASKS_FILE, taskLines } from './array-script.ts';
import { slurmCluster, type Cluster } from './cluster.ts';

export interface SlurmRequest {
  /** Folder for script, list and logs; under the population's folder, which all nodes see under the same path. Absolute. */
  readonly folder: string;
  readonly shards: number;
  /** True where the shard is complete and its checksum matches. */
  readonly isWhole: (shard: number) => boolean;
  /** Program and arguments that make shards; the list "4,5,6" follows as the last argument. */
  readonly command: readonly string[];
  readonly cpusPerTask?: number;
  /** Tasks of the array at most; clusters refuse more than MaxArraySize, by default 1001. */
  readonly maxTasks?: number;
  /** Tasks running at once. */
  readonly parallel?: number;
  /** Further options of sbatch. */
  readonly options?: readonly string[];
  /** Most jobs that are submitted. */
  readonly maxRounds?: number;
  readonly pollMs?: number;
  /** Where Slurm does not report a job's state: the round ends after this time without a new shard. */
  readonly quietMs?: number;
  readonly cluster?: Cluster;
  readonly signal?: AbortSignal;
  readonly onProgress?: (whole: number, shards: number, note: string) => void;
}

export interface SlurmResult {
  readonly shards: number;
  /** Shards that were complete before. */
  readonly kept: number;
  /** Ids of the jobs, in order; more than one where shards were missing and submitted again. */
  readonly jobs: readonly string[];
}

/**
 * Makes the shards of a population as Slurm array jobs: submits, waits, verifies every shard, submits missing ones again.
 * A run after a stop waits for the job of the stopped one.
 * @throws Error when a round makes no shard, after the last round, and when cancelled (the job is cancelled too)
 */
export async function runOnSlurm(request: SlurmRequest): Promise<SlurmResult> {
  const cluster = request.cluster ?? slurmCluster();
  const open = new Set(Array.from({ length: request.shards }, (_, i) => i));
  const collect = (): number => {
    const before = open.size;
    for (const shard of open) if (request.isWhole(shard)) open.delete(shard);
    return before - open.size;
  };
  const kept = collect();
  const jobs: string[] = [];
  const jobFile = join(request.folder, 'job.txt');
  mkdirSync(request.folder, { recursive: true });
  const leftBehind = existsSync(jobFile) ? readFileSync(jobFile, 'utf8').trim() : '';
  if (open.size > 0 && /^\d+$/.test(leftBehind) && (await cluster.state(leftBehind)).kind === 'active') {
    jobs.push(leftBehind);
    await waitForJob(request, cluster, leftBehind, open, collect);
  }
  const maxRounds = request.maxRounds ?? 5;
  for (let round = 0; open.size > 0; round++) {
    if (round === maxRounds)
      throw new Error(`${missing(open)} after ${maxRounds} jobs. Look into the logs in ${request.folder}, then run again.`);
    const job = await submit(request, cluster, [...open]);
    jobs.push(job);
    writeFileWhole(jobFile, [job]);
    const made = await waitForJob(request, cluster, job, open, collect);
    if (made === 0) throw new Error(`Job ${job} ended without a complete shard. Look into the logs in ${request.folder}, then run again.`);
  }
  rmSync(jobFile, { force: true });
  return { shards: request.shards, kept, jobs };
}

async function submit(request: SlurmRequest, cluster: Cluster, shards: readonly number[]): Promise<string> {
  const tasks = taskLines(shards, Math.min(shards.length, request.maxTasks ?? 1000));
  writeFileWhole(join(request.folder, TASKS_FILE), [`${tasks.join('\n')}\n`]);
  const script = join(request.folder, SCRIPT_FILE);
  const { command, folder, parallel, options } = request;
  writeFileWhole(script, [
    arrayScript({
      name: 'twinclamp-population',
      command,
      folder,
      tasks: tasks.length,
      cpusPerTask: request.cpusPerTask ?? 1,
      ...(parallel === undefined ? {} : { parallel }),
      ...(options === undefined ? {} : { options }),
    }),
  ]);
  return cluster.submit(script);
}

/** Waits until the job is over. @returns the number of new shards */
async function waitForJob(
  request: SlurmRequest,
  cluster: Cluster,
  job: string,
  open: ReadonlySet<number>,
  collect: () => number,
): Promise<number> {
  const quietMs = request.quietMs ?? 30 * 60_000;
  const pollMs = request.pollMs ?? 10_000;
  let made = 0;
  let quietFor = 0;
  for (;;) {
    const state = await cluster.state(job);
    const brought = collect();
    made += brought;
    request.onProgress?.(request.shards - open.size, request.shards, `job ${job}: ${stateText(state)}`);
    if (state.kind === 'ended' || open.size === 0) return made;
    if (state.kind === 'active' && state.held) {
      await cluster.cancel(job);
      return made;
    }
    quietFor = state.kind === 'unknown' && brought === 0 ? quietFor + pollMs : 0;
    if (quietFor >= quietMs) return made;
    try {
      await wait(pollMs, undefined, request.signal === undefined ? {} : { signal: request.signal });
    } catch (cause) {
      await cluster.cancel(job);
      throw new Error('The population run was cancelled, its job too; it continues when run again.', { cause });
    }
  }
}

function stateText(state: Awaited<ReturnType<Cluster['state']>>): string {
  if (state.kind === 'active') return state.held ? 'held by Slurm' : `${state.running} tasks running, ${state.pending} waiting`;
  return state.kind === 'ended' ? 'ended' : `state unknown (${state.reason})`;
}

function missing(open: ReadonlySet<number>): string {
  const some = [...open].slice(0, 5).join(', ');
  return `${open.size} shards are still missing or damaged (${some}${open.size > 5 ? ', ...' : ''})`;
}
