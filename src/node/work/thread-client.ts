import { Worker } from 'node:worker_threads';
import { OpenRequests } from './open-requests.ts';
import type { Peer } from './peer.ts';
import { threadPeer } from './thread-peer.ts';

/** To a thread of `serveThread`. */
export interface ToThread {
  readonly id: number;
  readonly request: unknown;
}
/** From a thread of `serveThread`; of the id PREPARED when it has what it works with. */
export type FromThread =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };
export const PREPARED = 1;

/**
 * A worker thread that is asked: each request ends in one answer or error, and all of them where the thread ends. The thread runs
 * `serveThread`. Requests may be sent before it has started; they wait in its port.
 * @example
 * const thread = new ThreadClient<BatchRequest, void>(script, data, (why) => new Error(`The batch thread failed: ${why}.`));
 * await thread.ask({ batchIndex: 0, slot: 0 });
 * await thread.close();
 */
export class ThreadClient<Request, Answer> {
  /** Ended when the thread has prepared itself. */
  readonly prepared: Promise<void>;
  readonly #worker: Worker;
  readonly #peer: Peer<ToThread, FromThread>;
  readonly #requests = new OpenRequests();
  readonly #failed: (why: string) => Error;
  #ended: Error | null = null;

  /** @param failed makes the error of what failed: what the thread was for and what to do */
  constructor(script: string | URL, workerData: unknown, failed: (why: string) => Error) {
    this.#failed = failed;
    this.prepared = this.#requests.add(undefined).answered as Promise<void>;
    // Who waits for no preparation learns of its failure by the first request.
    this.prepared.catch(() => undefined);
    this.#worker = new Worker(script, { workerData });
    this.#peer = threadPeer(this.#worker, (error) => this.#end(error.message));
    this.#peer.onMessage((message) => {
      if (message.ok) this.#requests.resolve(message.id, message.result);
      else this.#requests.reject(message.id, failed(message.message));
    });
    this.#peer.onExit((code) => this.#end(`it ended with code ${code ?? 'unknown'}`));
  }

  /** @throws the error that `failed` makes */
  async ask(request: Request): Promise<Answer> {
    if (this.#ended !== null) throw this.#ended;
    const { id, answered } = this.#requests.add(undefined);
    this.#peer.post({ id, request });
    // Both ends are typed by the same table; the wire between them is not.
    return answered as Promise<Answer>;
  }

  /** Ends the thread; what is asked of it ends in an error. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(why: string): void {
    this.#ended ??= this.#failed(why);
    this.#requests.rejectAll(this.#ended);
  }
}
