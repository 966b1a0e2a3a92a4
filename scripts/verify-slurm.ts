import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SPREAD } from '../src/core/population/population-kind.ts';
import type { ShardSeal } from '../src/inference/population/cell-set.ts';
import { generateCells, type CellRequest } from '../src/inference/population/generate-cells.ts';
import { cellsOnSlurm, type SlurmWish } from '../src/inference/slurm/index.ts';
import { missingForSlurm, OneMachineSlurm } from './slurm/one-machine.ts';

/**
 * Runs a small population as an array job on a real Slurm of this one machine, cuts the power of the node in the middle, and compares
 * the shards with those of a local run. Skipped, with what is missing, where Slurm is not installed.
 */
const root = join(import.meta.dirname, '..');
const CELLS = 16_384;
const SEED = 20_261;

const missing = missingForSlurm();
if (missing.length > 0) {
  console.log(`verify:slurm was skipped.\n${missing.join('\n')}`);
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), 'twinclamp-slurm-'));
const clusterFolder = join(work, 'cluster');
mkdirSync(clusterFolder);
const request = (folder: string): CellRequest => ({
  folder,
  cells: CELLS,
  plan: {
    kind: 'all',
    seed: SEED,
    spread: DEFAULT_SPREAD,
    spreadOf: {},
    temperatureC: [37, 37],
    free: { settleS: 0, seconds: 4 },
    clamp: null,
  },
  workers: 2,
  kernelPath: join(root, 'resources', 'kernel', 'kernik2019.wasm'),
  workerScript: new URL('../src/inference/population/worker.ts', import.meta.url),
});
const far = request(join(work, 'slurm-run'));
const near = request(join(work, 'local-run'));

/** sha256 of the first shards; of their seals too, without the time they took. A local run may have begun one shard more. */
function checksums(folder: string, shards: number): Map<string, string> {
  const files = readdirSync(folder)
    .filter((name) => Number(/^shard-(\d+)\.(?:f32|json)$/.exec(name)?.[1] ?? Infinity) < shards)
    .sort();
  return new Map(
    files.map((name) => {
      const bytes = readFileSync(join(folder, name));
      const content = name.endsWith('.f32')
        ? bytes
        : JSON.stringify({ ...(JSON.parse(bytes.toString('utf8')) as ShardSeal), cpuSeconds: 0 });
      return [name, createHash('sha256').update(content).digest('hex')];
    }),
  );
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const say = (label: string, value: string): void => console.log(`${label.padEnd(46)} ${value}`);

let slurm: OneMachineSlurm | null = null;
process.on('exit', () => slurm?.stop());
try {
  let since = Date.now();
  slurm = await OneMachineSlurm.start(clusterFolder);
  // The commands of Slurm find this cluster by the environment.
  Object.assign(process.env, slurm.env);
  say('Slurm of one node up after', seconds(since));

  const cli = join(root, 'src', 'cli', 'index.ts');
  const wish: SlurmWish = {
    command: (folder) => [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      cli,
      'population',
      'shards',
      '--json',
      '--out',
      folder,
      '--shards',
    ],
    maxTasks: 4,
    pollMs: 1000,
  };
  let wholeAtCut = -1;
  since = Date.now();
  const result = await cellsOnSlurm(far, {
    ...wish,
    onProgress: (whole, shards, note) => {
      console.error(`  ${seconds(since).padStart(8)}  ${whole} of ${shards} shards, ${note}`);
      if (wholeAtCut >= 0 || whole === 0 || whole === shards || slurm === null) return;
      wholeAtCut = whole;
      const cutAt = Date.now();
      const cluster = slurm;
      say('Shards whole when the node was killed', `${whole} of ${shards}`);
      say('Processes killed (node daemon, steps, tasks)', String(cluster.killNode()));
      void cluster.untilNode(/^down/, 120_000).then((state) => {
        say('Controller calls the node', `${state} after ${seconds(cutAt)}`);
        cluster.startNode();
      });
    },
  });
  say('All shards whole after', seconds(since));
  say('Jobs submitted', `${result.jobs.length} (ids ${result.jobs.join(', ')})`);
  if (wholeAtCut < 0)
    throw new Error('The job was over before the node could be killed; expected a larger population to be running still.');

  since = Date.now();
  truncateSync(join(far.folder, 'shard-00003.f32'), 1000);
  rmSync(join(far.folder, 'shard-00005.json'));
  const again = await cellsOnSlurm(far, wish);
  say('One shard cut short, one seal lost: run again', `${again.kept} kept, ${again.shards - again.kept} made anew, ${seconds(since)}`);

  since = Date.now();
  const collected = await generateCells(far);
  say('Collected and summed up', `${collected.cells} cells, ${collected.kept} of ${collected.shards} shards kept, ${seconds(since)}`);
  since = Date.now();
  const local = await generateCells(near);
  say('The same by a local run, two workers', `${seconds(since)}, processor ${local.cpuSeconds.toFixed(1)} s`);

  const expected = checksums(near.folder, local.shards);
  const came = checksums(far.folder, local.shards);
  const differing = [...expected].filter(([name, sum]) => came.get(name) !== sum).map(([name]) => name);
  if (differing.length > 0 || came.size !== expected.size) {
    throw new Error(
      `Expected the ${expected.size} files of the local run from Slurm too; ${came.size} came, ${differing.length} differ ` +
        `(${differing.slice(0, 3).join(', ')}).`,
    );
  }
  if (JSON.stringify(collected.outcomes) !== JSON.stringify(local.outcomes)) throw new Error('Expected the same outcomes from both runs.');
  say('Files identical to the local run (sha256)', `${came.size} of ${expected.size}`);
  say('Cells', `${CELLS} in ${local.shards} shards, seed ${SEED}`);
  console.log('verify:slurm passed.');
} catch (error) {
  console.error(`verify:slurm failed: ${error instanceof Error ? error.message : String(error)}\nLogs are in ${work}.`);
  process.exitCode = 1;
} finally {
  slurm?.stop();
  slurm = null;
  if (process.exitCode !== 1) rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
}
process.exit();
