import { ThreadClient } from '../../node/work/index.ts';
import type { Batch, TrainingSource } from '../network/training-source.ts';
import type { HeldRows } from './held-rows.ts';
import { NoisyRows } from './noisy-rows.ts';

/** workerData of a batch worker. */
export interface BatchWorkerData {
  readonly held: HeldRows;
  readonly seed: number;
  readonly batchRows: number;
  /** Written in turn, in shared memory: one is read while the other is written. */
  readonly slots: readonly [Batch, Batch];
}
export interface BatchRequest {
  readonly batchIndex: number;
  readonly slot: number;
}

interface Asked {
  readonly batchIndex: number;
  readonly slot: number;
  readonly made: Promise<undefined>;
}

/**
 * The batches of NoisyRows, made in a worker thread one ahead of the training: drawing noise for a batch takes a third as long as its
 * gradient.
 * A batch stays valid until the next one is requested.
 */
export class RowsAhead implements TrainingSource {
  readonly features: number;
  readonly outputs: number;
  readonly #data: BatchWorkerData;
  readonly #thread: ThreadClient<BatchRequest, undefined>;
  #asked: Asked | null = null;

  /** @param workerScript batch-worker.ts or its bundle */
  constructor(held: HeldRows, seed: number, batchRows: number, workerScript: string | URL) {
    const { features, outputs } = new NoisyRows(held, seed);
    this.features = features;
    this.outputs = outputs;
    const slot = (): Batch => ({ x: shared(batchRows * features), y: shared(batchRows * outputs) });
    this.#data = { held, seed, batchRows, slots: [slot(), slot()] };
    this.#thread = new ThreadClient(workerScript, this.#data, failure);
  }

  /** @throws Error when the batch has another size than was stated, or its thread failed */
  async nextBatch(rows: number, batchIndex: number): Promise<Batch> {
    if (rows !== this.#data.batchRows)
      throw new Error(`Batches of ${this.#data.batchRows} rows are made ahead, but one of ${rows} was requested.`);
    if (this.#asked !== null && this.#asked.batchIndex !== batchIndex) {
      await this.#asked.made;
      this.#asked = null;
    }
    const { made, slot } = this.#asked ?? this.#ask(batchIndex, 0);
    await made;
    this.#asked = this.#ask(batchIndex + 1, 1 - slot);
    return this.#data.slots[slot === 0 ? 0 : 1];
  }

  async dispose(): Promise<void> {
    await this.#thread.close();
  }

  #ask(batchIndex: number, slot: number): Asked {
    const made = this.#thread.ask({ batchIndex, slot });
    // The one made ahead may never be fetched; who fetches it hears of its failure all the same.
    made.catch(() => undefined);
    return { batchIndex, slot, made };
  }
}

function failure(message: string): Error {
  return new Error(`The thread that makes training batches failed: ${message}. Run the training again; it continues from its checkpoint.`);
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
