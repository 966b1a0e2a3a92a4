import { featureBins, type ObservationBins } from '../../core/observation/observation-bins.ts';
import { createRandom, type Random } from '../../core/random/random.ts';
import type { Batch, TrainingSource } from '../network/training-source.ts';
import type { HeldRows } from './held-rows.ts';
import { LivingRowWriter } from './living-row-writer.ts';
import type { RowWriter } from './row-writer.ts';
import { SimulatedRowWriter } from './simulated-row-writer.ts';

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
  private readonly writer: RowWriter;
  private order: Uint32Array;
  private epoch = -1;

  constructor(held: HeldRows, seed: number) {
    const { manifest } = held;
    this.held = held;
    this.bins = featureBins(manifest.protocol, manifest.sampleRateHz);
    this.width = manifest.features + manifest.targets;
    this.writer = manifest.living ? new LivingRowWriter(this.bins) : new SimulatedRowWriter(this.bins);
    this.features = this.writer.features;
    this.outputs = this.writer.outputs;
    this.rows = held.usable.length;
    this.random = createRandom(seed);
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
    for (let r = 0; r < rows; r++) {
      const drawn = batchIndex * rows + r;
      const row = this.rowAt(this.held.usable[this.shuffled(Math.floor(drawn / this.rows), drawn % this.rows)] ?? 0);
      this.writer.write(
        row,
        noiseRandom,
        x.subarray(r * this.features, (r + 1) * this.features),
        y.subarray(r * this.outputs, (r + 1) * this.outputs),
      );
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
