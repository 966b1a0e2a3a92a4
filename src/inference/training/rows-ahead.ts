import { Worker } from 'node:worker_threads';
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
export type BatchReply = { readonly kind: 'made' } | { readonly kind: 'failed'; readonly message: string };

interface Asked {
  readonly batchIndex: number;
  readonly slot: number;
  readonly made: Promise<void>;
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
  readonly #worker: Worker;
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null;
  #ended: Error | null = null;
  #asked: Asked | null = null;

  /** @param workerScript batch-worker.ts or its bundle */
  constructor(held: HeldRows, seed: number, batchRows: number, workerScript: string | URL) {
    const { features, outputs } = new NoisyRows(held, seed);
    this.features = features;
    this.outputs = outputs;
    const slot = (): Batch => ({ x: shared(batchRows * features), y: shared(batchRows * outputs) });
    this.#data = { held, seed, batchRows, slots: [slot(), slot()] };
    this.#worker = new Worker(workerScript, { workerData: this.#data });
    this.#worker.on('message', (reply: BatchReply) => {
      if (reply.kind === 'made') this.#settle?.resolve();
      else this.#settle?.reject(failure(reply.message));
    });
    this.#worker.on('error', (error: unknown) => {
      this.#end(error instanceof Error ? error.message : String(error));
    });
    this.#worker.on('exit', (code) => {
      this.#end(`it ended with code ${code}`);
    });
  }

  /** @throws Error when the batch has another size than stated, or its thread failed */
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
    await this.#worker.terminate();
  }

  #ask(batchIndex: number, slot: number): Asked {
    const made = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
      if (this.#ended !== null) reject(this.#ended);
      else this.#worker.postMessage({ batchIndex, slot } satisfies BatchRequest);
    });
    // The batch made ahead may never be fetched; its failure is reported when it is.
    made.catch(() => undefined);
    return { batchIndex, slot, made };
  }

  #end(message: string): void {
    this.#ended ??= failure(message);
    this.#settle?.reject(this.#ended);
  }
}

function failure(message: string): Error {
  return new Error(`The thread that makes training batches failed: ${message}. Run the training again; it continues from its checkpoint.`);
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
