/** What a request came to. */
export type Outcome =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: unknown; readonly cancelled: boolean };

/**
 * The serving end of OpenRequests: carries requests out by id, each to exactly one outcome, and cancels by id.
 * @example
 * const server = new RequestServer((id, outcome) => port.postMessage({ id, ...outcome }));
 * port.on('message', ({ id, order }) => void server.serve(id, (signal) => work(order, signal)));
 */
export class RequestServer {
  readonly #running = new Map<number, AbortController>();
  readonly #reply: (id: number, outcome: Outcome) => void;

  /** @param reply sends the outcome; where a result cannot be sent it may throw, and is called once more with that error */
  constructor(reply: (id: number, outcome: Outcome) => void) {
    this.#reply = reply;
  }

  /** @param work begun at once; what it throws is the outcome */
  async serve(id: number, work: (signal: AbortSignal) => unknown): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      const result = await work(abort.signal);
      this.#reply(id, { ok: true, result });
    } catch (error) {
      this.#reply(id, { ok: false, error, cancelled: abort.signal.aborted });
    } finally {
      this.#running.delete(id);
    }
  }

  /** Nothing, where the request has ended. */
  cancel(id: number, reason: Error): void {
    this.#running.get(id)?.abort(reason);
  }
}

/** What went wrong in words. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
