import { Worker } from 'node:worker_threads';
import { type NetworkShape, parameterCount } from './architecture.ts';
import type { GradientEngine, StepGradient } from './gradient-engine.ts';
import type { GradientKind, GradientReply, GradientRequest, GradientWorkerData } from './gradient-worker-messages.ts';
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
  readonly worker: Worker;
  readonly data: GradientWorkerData;
  next: () => Promise<GradientReply>;
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
      return memberOf(new Worker(options.workerScript, { workerData: data }), data);
    });
    const engine = new ParallelGradientEngine(shape, weights, members, roomRows);
    const started = await Promise.all(members.map((m) => m.next()));
    const failed = started.find((r) => r.kind === 'failed');
    if (failed !== undefined) {
      await engine.dispose();
      throw new Error(`A training worker did not start: ${failed.message}`);
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
      const answer = member.next();
      member.worker.postMessage({ rows: n, objective } satisfies GradientRequest);
      return [answer.then((reply) => ({ reply, part: member.data.gradient, weight: n / rows }))];
    });
    let loss = 0;
    const sum = this.#gradient.fill(0);
    for (const { reply, part, weight } of await Promise.all(asked)) {
      if (reply.kind !== 'done')
        throw new Error(`A training worker failed: ${reply.kind === 'failed' ? reply.message : 'it started again'}`);
      loss += weight * reply.loss;
      for (let i = 0; i < sum.length; i++) sum[i]! += weight * part[i]!;
    }
    return { loss, gradient: sum };
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#members.map((m) => m.worker.terminate()));
  }
}

/** A worker answers requests one at a time; a worker that has ended answers 'failed' from then on. */
function memberOf(worker: Worker, data: GradientWorkerData): Member {
  let waiting: ((reply: GradientReply) => void) | null = null;
  let early: GradientReply | null = null;
  const give = (reply: GradientReply): void => {
    if (waiting === null) early = reply;
    else {
      const answer = waiting;
      waiting = null;
      answer(reply);
    }
  };
  worker.on('message', give);
  worker.on('error', (error: unknown) => {
    give({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
  worker.on('exit', (code) => {
    give({ kind: 'failed', message: `the thread ended with code ${code}` });
  });
  return {
    worker,
    data,
    next: () =>
      new Promise((resolve) => {
        if (early === null) waiting = resolve;
        else {
          resolve(early);
          // The end of a thread stays; an answer is used once.
          if (early.kind !== 'failed') early = null;
        }
      }),
  };
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}
