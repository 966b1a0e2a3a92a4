import { Worker } from 'node:worker_threads';
import type { LiveScoreRequest } from '../../core/designer/live-score.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { FromScoreWorker, ScoreWorkerStart, ToScoreWorker } from './score-messages.ts';

export interface ScoreWish {
  readonly request: LiveScoreRequest;
  readonly urgency: number;
  /** Aborted when the protocol was changed again. */
  readonly signal: AbortSignal;
  /** Told the score on the cells so far, the last one included. */
  readonly onScore: (score: ProtocolScore) => void;
}

interface Open {
  readonly onScore: (score: ProtocolScore) => void;
  readonly resolve: (score: ProtocolScore) => void;
  readonly reject: (error: Error) => void;
}

/** The thread that scores protocols: started with the first wish, started anew when it has died. */
export class ScoreThread {
  readonly #script: string | URL;
  readonly #start: ScoreWorkerStart;
  readonly #open = new Map<number, Open>();
  #worker: Worker | null = null;
  #nextId = 1;

  constructor(script: string | URL, start: ScoreWorkerStart) {
    this.#script = script;
    this.#start = start;
  }

  /** @throws the signal's reason when aborted; Error when the protocol cannot be scored or the thread died */
  score({ request, urgency, signal, onScore }: ScoreWish): Promise<ProtocolScore> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const id = this.#nextId++;
      const drop = (): void => {
        this.#open.delete(id);
        this.#post({ type: 'drop', id });
        reject(signal.reason as Error);
      };
      const settled = (): void => signal.removeEventListener('abort', drop);
      this.#open.set(id, {
        onScore,
        resolve: (score) => {
          settled();
          resolve(score);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      signal.addEventListener('abort', drop, { once: true });
      this.#post({ type: 'score', id, request, urgency });
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(new Error('The thread that scores protocols was closed.'));
    await worker?.terminate();
  }

  #post(message: ToScoreWorker): void {
    if (this.#worker === null) {
      const worker = new Worker(this.#script, { workerData: this.#start });
      this.#worker = worker;
      worker.on('message', (told: FromScoreWorker) => this.#receive(told));
      worker.on('error', (error: Error) => this.#died(worker, error.message));
      worker.on('exit', (code) => this.#died(worker, `it ended with code ${code}`));
    }
    this.#worker.postMessage(message);
  }

  #receive(message: FromScoreWorker): void {
    const open = this.#open.get(message.id);
    if (open === undefined) return;
    if (message.type === 'failed') {
      this.#open.delete(message.id);
      open.reject(new Error(message.message));
      return;
    }
    open.onScore(message.score);
    if (!message.done) return;
    this.#open.delete(message.id);
    open.resolve(message.score);
  }

  #died(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#rejectAll(new Error(`The thread that scores protocols ended (${why}). Change the protocol or score it again to start a new one.`));
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
