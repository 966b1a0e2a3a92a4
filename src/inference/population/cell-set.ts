import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileWhole } from '../../node/files/index.ts';
import type { CellModel } from '../../core/cell/cell-model.ts';
import { columnsOf, modelOfPlan, type CellPlan, type CellRows } from '../../core/population/population-rows.ts';
import { crc32 } from '../../core/trace/crc32.ts';
import { DamagedShard } from './damaged-shard.ts';
import { assertManifestSizes } from './manifest-limits.ts';
import { parseSeal } from './parse-seal.ts';

/** A folder of simulated cells: manifest.json, shard-NNNNN.f32 (rows of float32, little-endian) and a seal for each. */
export interface CellSetManifest {
  readonly format: 'twinclamp.cells/1';
  readonly plan: CellPlan;
  /** Cells drawn in a shard; where only beating cells are kept a shard has fewer rows. */
  readonly cellsPerShard: number;
  readonly columns: readonly string[];
}

export interface ShardSeal {
  readonly shard: number;
  readonly seed: number;
  readonly rows: number;
  readonly drawn: number;
  readonly outcomes: CellRows['outcomes'];
  readonly crc32: number;
  /** Processor time that making it took, s. */
  readonly cpuSeconds: number;
}

const MANIFEST = 'manifest.json';

export function manifestOf(plan: CellPlan, cellsPerShard: number): CellSetManifest {
  return { format: 'twinclamp.cells/1', plan, cellsPerShard, columns: columnsOf(plan) };
}

function pathOf(folder: string, shard: number, ending: 'f32' | 'json'): string {
  return join(folder, `shard-${String(shard).padStart(5, '0')}.${ending}`);
}

/**
 * Opens a folder for writing; one of the same population is continued.
 * @throws Error when the folder holds another population or a shard from another seed: nothing is overwritten.
 */
export function openCellSet(folder: string, manifest: CellSetManifest): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    writeFileWhole(path, [JSON.stringify(manifest, null, 1)]);
    return;
  }
  const found = readCellSet(folder);
  if (JSON.stringify(found) === JSON.stringify(manifest)) return;
  const differing = Object.keys(manifest.plan).filter((key) => {
    const name = key as keyof CellPlan;
    return JSON.stringify(found.plan[name]) !== JSON.stringify(manifest.plan[name]);
  });
  throw new Error(`${folder} holds another population (${differing.join(', ') || 'layout'} differ). Choose an empty folder.`);
}

export function readCellSet(folder: string): CellSetManifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new Error(`${folder} is not a population folder: ${MANIFEST} is missing. Make one with "population".`);
  const found = JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown };
  if (found.format !== 'twinclamp.cells/1') throw new Error(`${path}: expected format twinclamp.cells/1, got ${String(found.format)}.`);
  const { cellsPerShard, columns } = found as Partial<CellSetManifest>;
  assertManifestSizes({ cellsPerShard, columns: [columns?.length] }, path);
  return found as CellSetManifest;
}

/** The cell model of a population folder; training rows are of the default cell. */
export function cellOfPopulation(folder: string): CellModel {
  const { plan } = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as { readonly plan?: CellPlan };
  return modelOfPlan(plan ?? {});
}

export function writeCellShard(folder: string, manifest: CellSetManifest, shard: number, made: CellRows, cpuSeconds: number): ShardSeal {
  const bytes = new Uint8Array(made.data.buffer, made.data.byteOffset, made.data.byteLength);
  const seal: ShardSeal = {
    shard,
    seed: manifest.plan.seed,
    rows: made.rows,
    drawn: manifest.cellsPerShard,
    outcomes: made.outcomes,
    crc32: crc32(bytes),
    cpuSeconds,
  };
  writeFileWhole(pathOf(folder, shard, 'f32'), [bytes]);
  writeFileWhole(pathOf(folder, shard, 'json'), [JSON.stringify(seal)]);
  return seal;
}

/** Numbers of the shards that have a seal in the folder, ascending. */
export function shardsIn(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => /^shard-(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * The seal of a whole shard; null where the shard is missing or was cut short, so that it is made (again). @throws Error for one of another
 * seed.
 */
export function sealOfWhole(folder: string, manifest: CellSetManifest, shard: number): ShardSeal | null {
  if (!existsSync(pathOf(folder, shard, 'json')) || !existsSync(pathOf(folder, shard, 'f32'))) return null;
  try {
    return readCellShard(folder, manifest, shard).seal;
  } catch (error) {
    if (error instanceof DamagedShard) return null;
    throw error;
  }
}

export function removeShard(folder: string, shard: number): void {
  rmSync(pathOf(folder, shard, 'json'));
  rmSync(pathOf(folder, shard, 'f32'));
}

/** @throws DamagedShard for a truncated or altered shard, Error for one of another seed */
export function readCellShard(folder: string, manifest: CellSetManifest, shard: number): { seal: ShardSeal; data: Float32Array } {
  const path = pathOf(folder, shard, 'f32');
  const seal = parseSeal<ShardSeal>(pathOf(folder, shard, 'json'));
  if (seal.seed !== manifest.plan.seed || seal.shard !== shard) {
    throw new Error(
      `${path} was made from seed ${seal.seed} as shard ${seal.shard}; expected seed ${manifest.plan.seed}, shard ${shard}. ` +
        `Remove it or choose an empty folder.`,
    );
  }
  const bytes = readFileSync(path);
  const expected = seal.rows * manifest.columns.length * 4;
  if (bytes.length !== expected)
    throw new DamagedShard(`${path}: expected ${expected} bytes, got ${bytes.length}. Run "population" again to make it again.`);
  if (crc32(bytes) !== seal.crc32) throw new DamagedShard(`${path} was altered: its checksum does not match. Run "population" again.`);
  return { seal, data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
}
