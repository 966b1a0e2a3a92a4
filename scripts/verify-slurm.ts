import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FEATURE_BINS, observationBins } from '../src/core/inference/observation-bins.ts';
import { PRIOR_SPREAD } from '../src/core/population/sample-cells.ts';
import { TARGET_COUNT } from '../src/core/population/training-rows.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';
import { openDataset, shardCount, shardIsWhole, type DatasetManifest } from '../src/inference/population/dataset.ts';
import { makeShards, runOnSlurm } from '../src/inference/slurm/index.ts';
import { missingForSlurm, OneMachineSlurm } from './slurm/one-machine.ts';

/**
 * Runs a small population as an array job on a real Slurm of this one machine, cuts the node in the middle, and holds the
 * shards against those of a local run.
 */
const root = join(import.meta.dirname, '..');
const CELLS = 6144;
const CELLS_PER_SHARD = 512;
const SEED = 20_261;

const missing = missingForSlurm();
if (missing.length > 0) {
  console.log(`verify:slurm was skipped.\n${missing.join('\n')}`);
  process.exit(0);
}

const workerScript = new URL('../src/inference/population/worker.ts', import.meta.url);
const kernelPath = join(root, 'resources', 'kernel', 'population.wasm');
const protocol = parseProtocol(readFileSync(join(root, 'resources', 'protocols', 'clark2022-rounded.json'), 'utf8'), 'clark2022-rounded');
const bins = observationBins(protocol, 10_000, FEATURE_BINS);
const manifest: DatasetManifest = {
  format: 'twinclamp.population/1', seed: SEED, cells: CELLS, cellsPerShard: CELLS_PER_SHARD, spread: PRIOR_SPREAD, rigShare: 0.5,
  sampleRateHz: 10_000, protocol, binsId: bins.id, features: bins.from.length, targets: TARGET_COUNT,
};
const shards = shardCount(manifest);

/** sha256 of every file of a population folder, by name. */
function checksums(folder: string): Map<string, string> {
  const files = readdirSync(folder).filter((name) => /^shard-\d+\.(f32|json)$/.test(name)).sort();
  return new Map(files.map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]));
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const say = (label: string, value: string): void => console.log(`${label.padEnd(44)} ${value}`);

const work = mkdtempSync(join(tmpdir(), 'twinclamp-slurm-'));
const clusterFolder = join(work, 'cluster');
mkdirSync(clusterFolder);
const far = join(work, 'slurm-run');
const near = join(work, 'local-run');
let slurm: OneMachineSlurm | null = null;
const leave = (): void => slurm?.stop();
process.on('exit', leave);
try {
  let since = Date.now();
  slurm = await OneMachineSlurm.start(clusterFolder);
  // The commands of Slurm find this cluster by the environment.
  Object.assign(process.env, slurm.env);
  say('Slurm of one node up after', seconds(since));

  openDataset(far, manifest);
  const cli = join(root, 'src', 'cli', 'index.ts');
  const wholeAt = { cut: -1, wrong: 0 };
  let cutAt = 0;
  since = Date.now();
  const request = {
    folder: join(far, 'slurm'),
    shards,
    isWhole: (shard: number) => shardIsWhole(far, manifest, shard),
    command: [process.execPath, '--disable-warning=ExperimentalWarning', cli, 'population', 'shards', '--json', '--out', far, '--shards'],
    maxTasks: 6,
    pollMs: 1000,
  };
  const result = await runOnSlurm({
    ...request,
    onProgress: (whole, _, note) => {
      console.error(`  ${seconds(since).padStart(8)}  ${whole} of ${shards} shards, ${note}`);
      if (wholeAt.cut >= 0 || whole === 0 || whole === shards || slurm === null) return;
      wholeAt.cut = whole;
      cutAt = Date.now();
      say('Shards whole when the node was killed', `${whole} of ${shards}`);
      say('Processes killed (node daemon, tasks)', String(slurm.killNode()));
      const cluster = slurm;
      void cluster.untilNode(/^down/, 120_000).then((state) => {
        say('Controller calls the node', `${state} after ${seconds(cutAt)}`);
        cluster.startNode();
      });
    },
  });
  say('All shards whole after', seconds(since));
  say('Jobs submitted', `${result.jobs.length} (ids ${result.jobs.join(', ')})`);

  since = Date.now();
  truncateSync(join(far, 'shard-00003.f32'), 1000);
  rmSync(join(far, 'shard-00007.json'));
  const again = await runOnSlurm(request);
  say('One shard cut short, one seal lost: run again', `${again.kept} kept, ${again.shards - again.kept} made anew, ${seconds(since)}`);

  since = Date.now();
  openDataset(near, manifest);
  await makeShards({ folder: near, shards: Array.from({ length: shards }, (_, i) => i), workers: 2, kernelPath, workerScript });
  say('The same by a local run, two workers', seconds(since));

  const local = checksums(near);
  const remote = checksums(far);
  const differing = [...local].filter(([name, sum]) => remote.get(name) !== sum).map(([name]) => name);
  if (wholeAt.cut < 0) throw new Error('The job was over before the node could be killed; expected a larger population to be running still.');
  if (differing.length > 0 || remote.size !== local.size) {
    throw new Error(`Expected the ${local.size} files of the local run from Slurm too; ${remote.size} came, ${differing.length} differ (${differing.slice(0, 3).join(', ')}).`);
  }
  say('Files identical to the local run (sha256)', `${remote.size} of ${local.size}`);
  say('Cells', `${CELLS} in ${shards} shards, seed ${SEED}`);
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
