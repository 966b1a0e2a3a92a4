import { ThreadClient } from '../../node/work/index.ts';
import { type NetworkShape, parameterCount } from './architecture.ts';
import type { GradientEngine, StepGradient } from './gradient-engine.ts';
import type { GradientKind, GradientRequest, GradientWorkerData } from './gradient-worker-messages.ts';
import type { Objective } from './objective.ts';

export interface ParallelOptions {
  /** Entry of the worker: gradient-worker.ts or its bundle. */
  readonly workerScript: string | URL;
  readonly kind: GradientKind;
  readonly wasmDir: string;
  readonly workers: number;
  /** Largest batch. */
  readonly batchRows: number;
}

interface Member {
  readonly thread: ThreadClient<GradientRequest, number>;
  readonly data: GradientWorkerData;
}

/**
 * Shares each batch among worker threads and averages their gradients through shared memory. The result depends on the
 * number of workers in the last bits only. It is faster where as many cores are free; on busy ones each step waits for the slowest worker.
 */
export class ParallelGradientEngine implements GradientEngine {
  readonly name: string;
  readonly shape: NetworkShape;
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #members: readonly Member[];
  readonly #roomRows: number;

  private constructor(shape: NetworkShape, weights: Float32Array, members: readonly Member[], roomRows: number) {
    this.name = `${members[0]?.data.kind ?? ''}, ${members.length} workers`;
    this.shape = shape;
    this.#weights = weights;
    this.#gradient = new Float32Array(weights.length);
    this.#members = members;
    this.#roomRows = roomRows;
  }

  static async start(shape: NetworkShape, options: ParallelOptions): Promise<ParallelGradientEngine> {
    if (!Number.isInteger(options.workers) || options.workers < 1) {
      throw new Error(`Training needs at least one worker, got ${options.workers}.`);
    }
    const count = parameterCount(shape);
    const weights = shared(count);
    const roomRows = Math.ceil(options.batchRows / options.workers);
    const members = Array.from({ length: options.workers }, (): Member => {
      const data: GradientWorkerData = {
        shape,
        kind: options.kind,
        wasmDir: options.wasmDir,
        weights,
        gradient: shared(count),
        x: shared(roomRows * shape.features),
        y: shared(roomRows * shape.outputs),
      };
      return { thread: new ThreadClient(options.workerScript, data, (why) => new Error(`A training worker failed: ${why}`)), data };
    });
    const engine = new ParallelGradientEngine(shape, weights, members, roomRows);
    try {
      await Promise.all(members.map(({ thread }) => thread.prepared));
    } catch (error) {
      await engine.dispose();
      throw error;
    }
    return engine;
  }

  async lossAndGradient(
    weights: Float32Array,
    x: Float32Array,
    y: Float32Array,
    rows: number,
    objective: Objective,
  ): Promise<StepGradient> {
    const { features, outputs } = this.shape;
    const share = Math.ceil(rows / this.#members.length);
    if (share > this.#roomRows)
      throw new Error(`The training workers have room for ${this.#roomRows} rows each, but a batch of ${rows} gives them ${share}.`);
    this.#weights.set(weights);
    const asked = this.#members.flatMap((member, k) => {
      const from = k * share;
      const n = Math.min(share, rows - from);
      if (n <= 0) return [];
      member.data.x.set(x.subarray(from * features, (from + n) * features));
      member.data.y.set(y.subarray(from * outputs, (from + n) * outputs));
      return [member.thread.ask({ rows: n, objective }).then((partLoss) => ({ partLoss, part: member.data.gradient, weight: n / rows }))];
    });
    let loss = 0;
    const sum = this.#gradient.fill(0);
    for (const { partLoss, part, weight } of await Promise.all(asked)) {
      loss += weight * partLoss;
      for (let i = 0; i < sum.length; i++) sum[i]! += weight * part[i]!;
    }
    return { loss, gradient: sum };
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#members.map((m) => m.thread.close()));
  }
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}
