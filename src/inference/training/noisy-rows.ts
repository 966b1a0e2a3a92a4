import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { type RecordedAs, sampleRecordedAs } from '../../core/experiment/artefacts.ts';
import { featureCount, writeFeatures } from '../../core/observation/features.ts';
import { writeTargets } from '../../core/inference/network-targets.ts';
import { featureBins, type ObservationBins } from '../../core/observation/observation-bins.ts';
import { createRandom, type Random } from '../../core/random/random.ts';
import { zigguratNormal } from '../../core/random/ziggurat.ts';
import type { Batch, TrainingSource } from '../network/training-source.ts';
import type { HeldRows } from './held-rows.ts';

/** Noise of the training recordings, pA/pF per 10 kHz sample, log-uniform. */
export const NOISE_RANGE = [0.02, 1.2] as const;
/** Without a rig the record is the density. */
const AS_IT_IS: RecordedAs = { offsetPaPf: 0, capacitanceRatio: 1 };
/** Share of rig recordings with a known effective Rs Cm, and its error from membrane test and compensation setting. */
const RS_KNOWN_SHARE = 0.8;
const RS_KNOWN_SD = 0.25;

/**
 * Training rows with noise, offset and error of the membrane capacitance drawn again for every batch. A batch depends on its index alone,
 * so that a resumed run sees the same rows.
 */
export class NoisyRows implements TrainingSource {
  readonly held: HeldRows;
  readonly bins: ObservationBins;
  readonly features: number;
  readonly outputs: number;
  /** Cells in use. */
  readonly rows: number;
  private readonly width: number;
  private readonly random: Random;
  private readonly meanNoise: Float64Array;
  private order: Uint32Array;
  private epoch = -1;

  constructor(held: HeldRows, seed: number) {
    const { manifest } = held;
    this.held = held;
    this.bins = featureBins(manifest.protocol, manifest.sampleRateHz);
    this.width = manifest.features + manifest.targets;
    this.features = featureCount(this.bins);
    this.outputs = DEFAULT_CELL.varied.length + 3;
    this.rows = held.usable.length;
    this.random = createRandom(seed);
    this.meanNoise = Float64Array.from(this.bins.from, (start, r) => 1 / Math.sqrt((this.bins.to[r] ?? 0) - start));
    this.order = new Uint32Array(0);
  }

  nextBatch(rows: number, batchIndex: number): Batch {
    const batch = { x: new Float32Array(rows * this.features), y: new Float32Array(rows * this.outputs) };
    this.fill(batch, rows, batchIndex);
    return batch;
  }

  /** Writes the batch into the given memory. */
  fill({ x, y }: Batch, rows: number, batchIndex: number): void {
    const noiseRandom = this.random.fork(1_000_003 + batchIndex);
    const means = new Float64Array(this.bins.from.length);
    const { features: stored } = this.held.manifest;
    for (let r = 0; r < rows; r++) {
      const drawn = batchIndex * rows + r;
      const row = this.rowAt(this.held.usable[this.shuffled(Math.floor(drawn / this.rows), drawn % this.rows)] ?? 0);
      const rig = (row[stored + DEFAULT_CELL.varied.length] ?? 0) > 0;
      const noise = NOISE_RANGE[0] * (NOISE_RANGE[1] / NOISE_RANGE[0]) ** noiseRandom.uniform();
      const { offsetPaPf, capacitanceRatio } = rig ? sampleRecordedAs(noiseRandom) : AS_IT_IS;
      for (let i = 0; i < means.length; i++) {
        means[i] = capacitanceRatio * (row[i] as number) + offsetPaPf + noise * (this.meanNoise[i] as number) * zigguratNormal(noiseRandom);
      }
      const rsCmMs = row[stored + DEFAULT_CELL.varied.length] ?? 0;
      const expectedRsCmMs = rig && noiseRandom.uniform() < RS_KNOWN_SHARE ? rsCmMs * Math.exp(RS_KNOWN_SD * noiseRandom.normal()) : null;
      const temperatureC = row[stored + DEFAULT_CELL.varied.length + 3] ?? NaN;
      writeFeatures(means, { noise, rig, expectedRsCmMs, temperatureC }, x.subarray(r * this.features, (r + 1) * this.features));
      writeTargets(row.subarray(stored), y.subarray(r * this.outputs, (r + 1) * this.outputs));
    }
  }

  private rowAt(index: number): Float32Array {
    return this.held.data.subarray(index * this.width, (index + 1) * this.width);
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
