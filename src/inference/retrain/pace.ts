/** Time left of work in pieces, from the pieces made since the start, without those that existed before. */
export class Pace {
  readonly #nowMs: () => number;
  #start: { readonly done: number; readonly ms: number } | null = null;

  /** @param nowMs milliseconds of a clock that only rises */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Seconds; null before the first piece. */
  left(done: number, total: number): number | null {
    this.#start ??= { done, ms: this.#nowMs() };
    const made = done - this.#start.done;
    if (done >= total) return 0;
    return made > 0 ? ((total - done) * (this.#nowMs() - this.#start.ms)) / made / 1000 : null;
  }
}
