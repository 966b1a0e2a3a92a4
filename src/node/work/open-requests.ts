interface Open<More> {
  readonly more: More;
  readonly settle: () => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What aborts a request, and what is then done with its id. */
export interface Abort {
  readonly signal: AbortSignal | undefined;
  readonly onAbort: (id: number) => void;
}

/**
 * Requests that are not answered yet, by id: each ends in exactly one result or error. Answers to settled ids are ignored.
 * @example
 * const { id, answered } = requests.add({ kind: 'list' });
 * peer.post({ type: 'request', id, kind: 'list' });
 * // later, on {type: 'result', id, result}: requests.resolve(id, result);
 */
export class OpenRequests<More = undefined> {
  readonly #open = new Map<number, Open<More>>();
  readonly #onSettled: (more: More) => void;
  #nextId = 1;

  /** @param onSettled called with what was kept of a request, before its caller gets the answer */
  constructor(onSettled: (more: More) => void = () => undefined) {
    this.#onSettled = onSettled;
  }

  get size(): number {
    return this.#open.size;
  }

  /** @param more what is kept with the request while it is open */
  add(more: More, abort?: Abort): { readonly id: number; readonly answered: Promise<unknown> } {
    const id = this.#nextId++;
    const signal = abort?.signal;
    const onAbort = (): void => abort?.onAbort(id);
    const answered = new Promise<unknown>((resolve, reject) => {
      this.#open.set(id, { more, settle: () => signal?.removeEventListener('abort', onAbort), resolve, reject });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    return { id, answered };
  }

  get(id: number): More | undefined {
    return this.#open.get(id)?.more;
  }

  /** In the order they were asked; settling some meanwhile is allowed. */
  entries(): readonly (readonly [number, More])[] {
    return [...this.#open].map(([id, { more }]) => [id, more] as const);
  }

  resolve(id: number, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  reject(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: Error): void {
    for (const id of [...this.#open.keys()]) this.reject(id, error);
  }

  #take(id: number): Open<More> | undefined {
    const open = this.#open.get(id);
    if (open === undefined) return undefined;
    this.#open.delete(id);
    open.settle();
    this.#onSettled(open.more);
    return open;
  }
}
