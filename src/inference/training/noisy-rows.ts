import { featureCount, writeFeatures } from '../../core/inference/features.ts';
import { writeTargets } from '../../core/inference/network-targets.ts';
import { FEATURE_BINS, observationBins, type ObservationBins } from '../../core/inference/observation-bins.ts';
import { VARIED_COUNT } from '../../core/cell/parameters.ts';
import { createRandom, type Random } from '../../core/random/random.ts';
import type { Batch, TrainingSource } from '../network/training-source.ts';
import { readManifest, readShard, shardCount, shardRows, type DatasetManifest } from '../population/dataset.ts';

/** Noise of the training recordings, pA/pF per 10 kHz sample, log-uniform. */
export const NOISE_RANGE = [0.02, 1.2] as const;
/** SD of the baseline offset of rig recordings, pA/pF. */
const OFFSET_SD = 0.15;

/**
 * Training rows of a population folder with noise and offset drawn anew for every batch. The batch is told by its index,
 * so that a resumed run sees the rows it would have seen.
 */
export class NoisyRows implements TrainingSource {
  readonly manifest: DatasetManifest;
  readonly bins: ObservationBins;
  readonly features: number;
  readonly outputs: number;
  /** Cells in use. */
  readonly rows: number;
  /** Cells whose simulation did not stay finite: left out. */
  readonly leftOut: number;
  private readonly usable: Uint32Array;
  private readonly data: Float32Array;
  private readonly width: number;
  private readonly random: Random;
  private readonly meanNoise: Float64Array;
  private order: Uint32Array;
  private epoch = -1;

  /** @param range cells of the population to use; the rest is left for tests */
  constructor(folder: string, seed: number, range?: { readonly from: number; readonly to: number }) {
    this.manifest = readManifest(folder);
    this.bins = observationBins(this.manifest.protocol, this.manifest.sampleRateHz, FEATURE_BINS);
    if (this.bins.id !== this.manifest.binsId) {
      throw new Error(`${folder} was made with the bins "${this.manifest.binsId}", this program has "${this.bins.id}". Generate the population again.`);
    }
    this.width = this.manifest.features + this.manifest.targets;
    this.features = featureCount(this.bins);
    this.outputs = VARIED_COUNT + 3;
    const from = range?.from ?? 0;
    const to = Math.min(range?.to ?? Infinity, this.manifest.cells);
    const held = Math.max(0, to - from);
    this.data = new Float32Array(held * this.width);
    for (let shard = 0, at = 0; shard < shardCount(this.manifest); shard++) {
      const rows = shardRows(this.manifest, shard);
      const low = Math.max(from, at);
      const high = Math.min(to, at + rows);
      if (low < high) {
        const shardData = readShard(folder, this.manifest, shard);
        this.data.set(shardData.subarray((low - at) * this.width, (high - at) * this.width), (low - from) * this.width);
      }
      at += rows;
    }
    this.usable = Uint32Array.from({ length: held }, (_, i) => i).filter((i) => this.rowAt(i).every(Number.isFinite));
    this.rows = this.usable.length;
    this.leftOut = held - this.rows;
    if (this.rows < 2) throw new Error(`${folder} holds ${this.manifest.cells} cells, ${this.rows} of them usable; too few to train on. Generate more.`);
    this.random = createRandom(seed);
    this.meanNoise = Float64Array.from(this.bins.from, (start, r) => 1 / Math.sqrt((this.bins.to[r] ?? 0) - start));
    this.order = new Uint32Array(0);
  }

  nextBatch(rows: number, batchIndex: number): Batch {
    const x = new Float32Array(rows * this.features);
    const y = new Float32Array(rows * this.outputs);
    const noiseRandom = this.random.fork(1_000_003 + batchIndex);
    const means = new Float64Array(this.bins.from.length);
    for (let r = 0; r < rows; r++) {
      const drawn = batchIndex * rows + r;
      const row = this.rowAt(this.usable[this.shuffled(Math.floor(drawn / this.rows), drawn % this.rows)] ?? 0);
      const rig = (row[this.manifest.features + VARIED_COUNT] ?? 0) > 0;
      const noise = NOISE_RANGE[0] * (NOISE_RANGE[1] / NOISE_RANGE[0]) ** noiseRandom.uniform();
      const offset = rig ? OFFSET_SD * noiseRandom.normal() : 0;
      for (let i = 0; i < means.length; i++) {
        means[i] = (row[i] as number) + offset + noise * (this.meanNoise[i] as number) * noiseRandom.normal();
      }
      writeFeatures(means, noise, rig, x.subarray(r * this.features, (r + 1) * this.features));
      writeTargets(row.subarray(this.manifest.features), y.subarray(r * this.outputs, (r + 1) * this.outputs));
    }
    return { x, y };
  }

  private rowAt(index: number): Float32Array {
    return this.data.subarray(index * this.width, (index + 1) * this.width);
  }

  private shuffled(epoch: number, position: number): number {
    if (epoch !== this.epoch) {
      const shuffle = this.random.fork(epoch);
      this.order = Uint32Array.from({ length: this.rows }, (_, i) => i);
      for (let i = this.rows - 1; i > 0; i--) {
        const j = shuffle.integer(i + 1);
        const kept = this.order[i] ?? 0;
        this.order[i] = this.order[j] ?? 0;
        this.order[j] = kept;
      }
      this.epoch = epoch;
    }
    return this.order[position] ?? 0;
  }
}
