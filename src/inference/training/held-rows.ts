import { featureBins, type ObservationBins } from '../../core/observation/observation-bins.ts';
import { readManifest, readShard, shardCount, shardRows, type DatasetManifest } from '../population/dataset.ts';

/**
 * Cells of a population folder, in memory that worker threads share. Plain data: structured cloning passes it without copying the cells.
 */
export interface HeldRows {
  readonly manifest: DatasetManifest;
  /** held x (features + targets), as stored. */
  readonly data: Float32Array;
  /** Rows of `data` whose simulation stayed finite. */
  readonly usable: Uint32Array;
}

/**
 * @param range cells of the population to use; the rest is for tests
 * @throws Error when the folder was made with other bins or holds fewer than two usable cells
 */
export function holdRows(folder: string, range?: { readonly from: number; readonly to: number }): HeldRows {
  const manifest = readManifest(folder);
  binsOf(manifest, folder);
  const width = manifest.features + manifest.targets;
  const from = range?.from ?? 0;
  const to = Math.min(range?.to ?? Infinity, manifest.cells);
  const held = Math.max(0, to - from);
  const data = new Float32Array(new SharedArrayBuffer(4 * held * width));
  for (let shard = 0, at = 0; shard < shardCount(manifest); shard++) {
    const rows = shardRows(manifest, shard);
    const low = Math.max(from, at);
    const high = Math.min(to, at + rows);
    if (low < high) data.set(readShard(folder, manifest, shard).subarray((low - at) * width, (high - at) * width), (low - from) * width);
    at += rows;
  }
  const finite = Array.from({ length: held }, (_, i) => i).filter((i) => data.subarray(i * width, (i + 1) * width).every(Number.isFinite));
  if (finite.length < 2)
    throw new Error(`${folder} holds ${manifest.cells} cells, ${finite.length} of them usable; too few to train on. Generate more.`);
  const usable = new Uint32Array(new SharedArrayBuffer(4 * finite.length));
  usable.set(finite);
  return { manifest, data, usable };
}

/** The bins of the population. @throws Error when this program has others */
export function binsOf(manifest: DatasetManifest, folder: string): ObservationBins {
  const bins = featureBins(manifest.protocol, manifest.sampleRateHz);
  if (bins.id !== manifest.binsId) {
    throw new Error(`${folder} was made with the bins "${manifest.binsId}", this program has "${bins.id}". Generate the population again.`);
  }
  return bins;
}
