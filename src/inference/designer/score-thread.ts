import { Worker } from 'node:worker_threads';
import type { LiveScoreRequest } from '../../core/designer/live-score.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import { OpenRequests, threadPeer, type Peer } from '../../node/work/index.ts';
import type { FromScoreWorker, ScoreWorkerStart, ToScoreWorker } from './score-messages.ts';

export interface ScoreWish {
  readonly request: LiveScoreRequest;
  readonly urgency: number;
  /** Aborted when the protocol was changed again. */
  readonly signal: AbortSignal;
  /** Called with the score on the cells so far, also the last time. */
  readonly onScore: (score: ProtocolScore) => void;
}

/** The thread that scores protocols: started with the first request, and again after it has ended unexpectedly. */
export class ScoreThread {
  readonly #script: string | URL;
  readonly #start: ScoreWorkerStart;
  readonly #requests = new OpenRequests<(score: ProtocolScore) => void>();
  #thread: Peer<ToScoreWorker, FromScoreWorker> | null = null;

  constructor(script: string | URL, start: ScoreWorkerStart) {
    this.#script = script;
    this.#start = start;
  }

  /** @throws the signal's reason when aborted; Error when the protocol cannot be scored or the thread died */
  async score({ request, urgency, signal, onScore }: ScoreWish): Promise<ProtocolScore> {
    signal.throwIfAborted();
    const onAbort = (id: number): void => {
      this.#thread?.post({ type: 'drop', id });
      this.#requests.reject(id, signal.reason as Error);
    };
    const { id, answered } = this.#requests.add(onScore, { signal, onAbort });
    this.#post({ type: 'score', id, request, urgency });
    return answered as Promise<ProtocolScore>;
  }

  close(): void {
    const thread = this.#thread;
    this.#thread = null;
    this.#requests.rejectAll(new Error('The thread that scores protocols was closed.'));
    thread?.kill();
  }

  #post(message: ToScoreWorker): void {
    this.#thread ??= this.#launch();
    this.#thread.post(message);
  }

  #launch(): Peer<ToScoreWorker, FromScoreWorker> {
    const thread = threadPeer<ToScoreWorker, FromScoreWorker>(new Worker(this.#script, { workerData: this.#start }), (error) =>
      this.#died(thread, error.message),
    );
    thread.onMessage((message) => this.#receive(message));
    thread.onExit((code) => this.#died(thread, `it ended with code ${code ?? 'unknown'}`));
    return thread;
  }

  #receive(message: FromScoreWorker): void {
    if (message.type === 'failed') {
      this.#requests.reject(message.id, new Error(message.message));
      return;
    }
    this.#requests.get(message.id)?.(message.score);
    if (message.done) this.#requests.resolve(message.id, message.score);
  }

  #died(thread: Peer<ToScoreWorker, FromScoreWorker>, why: string): void {
    if (this.#thread !== thread) return;
    this.#thread = null;
    this.#requests.rejectAll(
      new Error(`The thread that scores protocols ended (${why}). Change the protocol or score it again to start a new one.`),
    );
  }
}
