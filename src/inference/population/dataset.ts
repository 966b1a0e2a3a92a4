import { mkdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileWhole } from '../../node/files/index.ts';
import type { LearnedCells } from '../../core/population/learned-cells.ts';
import { crc32 } from '../../core/trace/crc32.ts';
import { assertProtocol, type Protocol } from '../../core/protocol/protocol.ts';
import { DamagedShard } from './damaged-shard.ts';
import { assertManifestSizes } from './manifest-limits.ts';
import { parseSeal } from './parse-seal.ts';

/** Manifest of a population folder. */
export interface DatasetManifest {
  readonly format: 'twinclamp.population/2';
  readonly seed: number;
  /** Wide cells behind rigs as living ones have them (LivingRows); absent: the method's population. */
  readonly living?: true;
  /** Population that they are drawn from, where recorded cells have taught it; absent: the wide one. */
  readonly learned?: LearnedCells;
  readonly cells: number;
  readonly cellsPerShard: number;
  /** Half width of the multipliers; nothing to those of living cells. */
  readonly spread: number;
  readonly rigShare: number;
  readonly temperatureC: readonly [low: number, high: number];
  readonly sampleRateHz: number;
  readonly protocol: Protocol;
  readonly binsId: string;
  readonly features: number;
  readonly targets: number;
}

interface ShardSeal {
  readonly shard: number;
  /** Absent in shards made before seeds were sealed in. */
  readonly seed?: number;
  readonly rows: number;
  readonly crc32: number;
}

const MANIFEST = 'manifest.json';

function shardPath(folder: string, shard: number, ending: 'f32' | 'json'): string {
  return join(folder, `shard-${String(shard).padStart(5, '0')}.${ending}`);
}

export function shardCount(manifest: DatasetManifest): number {
  return Math.ceil(manifest.cells / manifest.cellsPerShard);
}

export function shardRows(manifest: DatasetManifest, shard: number): number {
  return Math.min(manifest.cellsPerShard, manifest.cells - shard * manifest.cellsPerShard);
}

/**
 * Opens a population folder for writing; a folder of the same population is continued.
 * @throws Error when the folder holds another population: nothing is overwritten.
 */
export function openDataset(folder: string, manifest: DatasetManifest): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, MANIFEST);
  if (existsSync(path)) {
    const found = JSON.stringify({ ...readManifest(folder), cells: 0 });
    if (found !== JSON.stringify({ ...manifest, cells: 0 })) {
      throw new Error(`${folder} holds another population (seed, protocol or settings differ). Choose an empty folder.`);
    }
  }
  writeFileWhole(path, [JSON.stringify(manifest, null, 1)]);
}

export function readManifest(folder: string): DatasetManifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new Error(`${folder} is not a population folder: ${MANIFEST} is missing. Make one with "population".`);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Omit<DatasetManifest, 'format'> & { readonly format?: string };
  if (manifest.format !== 'twinclamp.population/2') {
    throw new Error(`${path}: expected format twinclamp.population/2, got ${String(manifest.format)}.`);
  }
  assertManifestSizes(
    { cells: manifest.cells, cellsPerShard: manifest.cellsPerShard, columns: [manifest.features, manifest.targets] },
    path,
  );
  assertProtocol(manifest.protocol);
  return manifest as DatasetManifest;
}

export function writeShard(folder: string, manifest: DatasetManifest, shard: number, data: Float32Array): void {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  writeFileWhole(shardPath(folder, shard, 'f32'), [bytes]);
  const seal: ShardSeal = { shard, seed: manifest.seed, rows: shardRows(manifest, shard), crc32: crc32(bytes) };
  writeFileWhole(shardPath(folder, shard, 'json'), [JSON.stringify(seal)]);
}

/** True where the shard is complete; a truncated one is made again. @throws Error for one of another seed: it is not overwritten */
export function shardIsWhole(folder: string, manifest: DatasetManifest, shard: number): boolean {
  if (!existsSync(shardPath(folder, shard, 'json')) || !existsSync(shardPath(folder, shard, 'f32'))) return false;
  try {
    readShard(folder, manifest, shard);
    return true;
  } catch (error) {
    if (error instanceof DamagedShard) return false;
    throw error;
  }
}

/** @throws DamagedShard for a truncated or altered shard, Error for a missing one or one of another seed */
export function readShard(folder: string, manifest: DatasetManifest, shard: number): Float32Array {
  const path = shardPath(folder, shard, 'f32');
  const bytes = readFileSync(path);
  const seal = parseSeal<ShardSeal>(shardPath(folder, shard, 'json'));
  if (seal.shard !== shard || (seal.seed !== undefined && seal.seed !== manifest.seed)) {
    throw new Error(
      `${path} was made from seed ${seal.seed} as shard ${seal.shard}; expected seed ${manifest.seed}, shard ${shard}. Remove it ` +
        `or choose an empty folder.`,
    );
  }
  const rows = shardRows(manifest, shard);
  const expected = rows * (manifest.features + manifest.targets) * 4;
  if (bytes.length !== expected || seal.rows !== rows) {
    throw new DamagedShard(`${path}: expected ${expected} bytes, got ${bytes.length}. Run "population" again to make it again.`);
  }
  if (crc32(bytes) !== seal.crc32) throw new DamagedShard(`${path} was altered: its checksum does not match. Run "population" again.`);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
