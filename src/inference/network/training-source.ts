import { createRandom } from '../../core/random/random.ts';

export interface Batch {
  /** rows x F raw features. */
  readonly x: Float32Array;
  /** rows x P raw targets. */
  readonly y: Float32Array;
}

/**
 * Where training rows come from. A batch depends on its index alone (0, 1, 2, ...), noise included, so that a resumed run sees the same
 * rows as an uninterrupted one.
 */
export interface TrainingSource {
  readonly features: number;
  readonly outputs: number;
  nextBatch(rows: number, batchIndex: number): Batch | Promise<Batch>;
}

export interface TrainingRows {
  /** rows x F; on a SharedArrayBuffer where several threads read it. */
  readonly features: Float32Array;
  /** rows x P. */
  readonly targets: Float32Array;
  readonly rows: number;
}

/** Rows in memory, in a new seeded order each epoch; an epoch ends with a batch that runs into the next one's order. */
export function rowsInMemory(data: TrainingRows, seed: number): TrainingSource {
  const features = data.features.length / data.rows;
  const outputs = data.targets.length / data.rows;
  if (!Number.isInteger(features) || !Number.isInteger(outputs) || features < 1 || outputs < 1) {
    throw new Error(
      `Training rows: ${data.features.length} feature and ${data.targets.length} target values do not divide into ${data.rows} rows.`,
    );
  }
  const random = createRandom(seed);
  let epoch = -1;
  const order = new Uint32Array(data.rows);
  const orderOf = (wanted: number): Uint32Array => {
    if (wanted === epoch) return order;
    const shuffle = random.fork(wanted);
    for (let i = 0; i < data.rows; i++) order[i] = i;
    for (let i = data.rows - 1; i > 0; i--) {
      const j = shuffle.integer(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    epoch = wanted;
    return order;
  };
  return {
    features,
    outputs,
    nextBatch(rows, batchIndex) {
      const x = new Float32Array(rows * features);
      const y = new Float32Array(rows * outputs);
      for (let r = 0; r < rows; r++) {
        const drawn = batchIndex * rows + r;
        const row = orderOf(Math.floor(drawn / data.rows))[drawn % data.rows]!;
        x.set(data.features.subarray(row * features, (row + 1) * features), r * features);
        y.set(data.targets.subarray(row * outputs, (row + 1) * outputs), r * outputs);
      }
      return { x, y };
    },
  };
}
