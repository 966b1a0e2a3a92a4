import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arrayScript, taskLines } from './array-script.ts';
import { slurmCluster, type Cluster, type JobState, type RunCommand } from './cluster.ts';
import { runOnSlurm, type SlurmRequest } from './run-on-slurm.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slurm-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A cluster whose job number r makes the shards that `round(r, asked)` answers. */
function clusterOf(
  whole: Set<number>,
  round: (r: number, asked: number[]) => number[],
  states: JobState[] = [],
): Cluster & { asked: number[][]; cancelled: string[] } {
  const asked: number[][] = [];
  const cancelled: string[] = [];
  return {
    asked,
    cancelled,
    submit() {
      const shards = readFileSync(join(folder, 'tasks.txt'), 'utf8').trim().split(/[\n,]/).map(Number);
      asked.push(shards);
      for (const shard of round(asked.length, shards)) whole.add(shard);
      return Promise.resolve(String(100 + asked.length));
    },
    state: () => Promise.resolve(states.shift() ?? { kind: 'ended' }),
    cancel: (job) => Promise.resolve(void cancelled.push(job)),
  };
}

function request(whole: Set<number>, cluster: Cluster, more: Partial<SlurmRequest> = {}): SlurmRequest {
  return { folder, shards: 6, isWhole: (shard) => whole.has(shard), command: ['make'], pollMs: 1, cluster, ...more };
}

describe('runOnSlurm', () => {
  test('keeps complete shards and submits the missing ones again', async () => {
    const whole = new Set([2]);
    const cluster = clusterOf(whole, (r, asked) => (r === 1 ? asked.filter((shard) => shard < 4) : asked));
    expect(await runOnSlurm(request(whole, cluster))).toEqual({ shards: 6, kept: 1, jobs: ['101', '102'] });
    expect(cluster.asked).toEqual([
      [0, 1, 3, 4, 5],
      [4, 5],
    ]);
  });

  test('submits nothing where all shards exist', async () => {
    const whole = new Set([0, 1, 2, 3, 4, 5]);
    const cluster = clusterOf(whole, () => []);
    expect(await runOnSlurm(request(whole, cluster))).toEqual({ shards: 6, kept: 6, jobs: [] });
  });

  test('stops when a job makes no shard, and after the last allowed job', async () => {
    await expect(
      runOnSlurm(
        request(
          new Set(),
          clusterOf(new Set(), () => []),
        ),
      ),
    ).rejects.toThrow(/Job 101 ended without a complete shard. Look into the logs/);
    const whole = new Set<number>();
    const slow = clusterOf(whole, (_, asked) => asked.slice(0, 1));
    await expect(runOnSlurm(request(whole, slow, { maxRounds: 2 }))).rejects.toThrow(
      /4 shards are still missing or damaged \(2, 3, 4, 5\) after 2 jobs/,
    );
  });

  test('waits for the job of an earlier run', async () => {
    const whole = new Set<number>();
    writeFileSync(join(folder, 'job.txt'), '77');
    const active: JobState = { kind: 'active', pending: 1, running: 1, held: false };
    const cluster = clusterOf(whole, () => []);
    let polls = 0;
    const later: Cluster = {
      ...cluster,
      state: () => (++polls === 3 && [0, 1, 2, 3, 4, 5].forEach((shard) => whole.add(shard)), Promise.resolve(active)),
    };
    expect((await runOnSlurm(request(whole, later))).jobs).toEqual(['77']);
    expect(cluster.asked).toEqual([]);
  });

  test('counts the shards where Slurm reports no state, and cancels a job that Slurm holds', async () => {
    const unknown: JobState = { kind: 'unknown', reason: 'away' };
    const whole = new Set<number>();
    const quiet = clusterOf(
      whole,
      (r, asked) => (r === 1 ? asked.slice(0, 3) : asked),
      Array.from({ length: 9 }, () => unknown),
    );
    expect((await runOnSlurm(request(whole, quiet, { quietMs: 5 }))).jobs).toEqual(['101', '102']);
    const others = new Set<number>();
    const held = clusterOf(others, (r, asked) => (r === 1 ? asked.slice(0, 3) : asked), [
      { kind: 'active', pending: 1, running: 0, held: true },
    ]);
    await runOnSlurm(request(others, held));
    expect(held.cancelled).toEqual(['101']);
  });

  test('cancels the job when cancelled', async () => {
    const stop = new AbortController();
    const cluster = clusterOf(
      new Set(),
      () => [],
      Array.from({ length: 50 }, () => ({ kind: 'active', pending: 0, running: 1, held: false }) as const),
    );
    const run = runOnSlurm(request(new Set(), cluster, { signal: stop.signal, onProgress: () => stop.abort() }));
    await expect(run).rejects.toThrow(/cancelled, its job too; it continues when run again/);
    expect(cluster.cancelled).toEqual(['101']);
  });
});

describe('the commands of Slurm', () => {
  const saying =
    (answers: Record<string, { stdout?: string; stderr?: string; code: number | null }>): RunCommand =>
    (program) =>
      Promise.resolve({ stdout: '', stderr: '', code: null, ...answers[program] });

  test('state from squeue, from sacct without squeue, unknown without both', async () => {
    const queue = slurmCluster(saying({ squeue: { stdout: 'RUNNING|None\nPENDING|Resources\n', code: 0 } }));
    expect(await queue.state('1')).toEqual({ kind: 'active', pending: 1, running: 1, held: false });
    const held = slurmCluster(saying({ squeue: { stdout: 'PENDING|launch failed requeued held\n', code: 0 } }));
    expect(await held.state('1')).toMatchObject({ kind: 'active', held: true });
    expect(await slurmCluster(saying({ squeue: { code: 0 } })).state('1')).toEqual({ kind: 'ended' });
    expect(
      await slurmCluster(saying({ squeue: { code: 1, stderr: 'slurm_load_jobs error: Invalid job id specified' } })).state('1'),
    ).toEqual({ kind: 'ended' });
    expect(await slurmCluster(saying({ squeue: { code: 1, stderr: 'Unable to contact slurm controller' } })).state('1')).toMatchObject({
      kind: 'unknown',
    });
    expect(await slurmCluster(saying({ sacct: { stdout: 'COMPLETED\nRUNNING\n', code: 0 } })).state('1')).toMatchObject({
      kind: 'active',
      running: 1,
    });
    expect(await slurmCluster(saying({ sacct: { stdout: 'COMPLETED\nNODE_FAIL\n', code: 0 } })).state('1')).toEqual({ kind: 'ended' });
    expect(await slurmCluster(saying({})).state('1')).toEqual({ kind: 'unknown', reason: 'neither squeue nor sacct is here' });
  });

  test('reports the message of sbatch', async () => {
    expect(await slurmCluster(saying({ sbatch: { stdout: '42;cluster\n', code: 0 } })).submit('x')).toBe('42');
    await expect(slurmCluster(saying({ sbatch: { stderr: 'sbatch: error: invalid partition', code: 1 } })).submit('x')).rejects.toThrow(
      /sbatch refused the job: sbatch: error: invalid partition/,
    );
    await expect(slurmCluster(saying({})).submit('x')).rejects.toThrow(/sbatch was not found/);
  });
});

test('distributes shards evenly and quotes words for the shell', () => {
  expect(taskLines([3, 4, 7, 8, 9], 2)).toEqual(['3,4,7', '8,9']);
  expect(taskLines([1, 2, 3, 4, 5], 4)).toEqual(['1,2', '3,4', '5']);
  const job = {
    name: 'p',
    command: ['node', "it's $HOME"],
    folder: '/data',
    tasks: 3,
    cpusPerTask: 2,
    parallel: 2,
    options: ['--time=1:00:00'],
  };
  const script = arrayScript(job);
  expect(script).toContain('#SBATCH --array=0-2%2\n');
  expect(script).toContain('#SBATCH --time=1:00:00\n');
  expect(script).toContain(`exec 'node' 'it'\\''s $HOME' "$shards"`);
  expect(() => arrayScript({ ...job, options: ['rm -rf /'] })).toThrow(/expected one like --time/);
});
