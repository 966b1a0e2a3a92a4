import { RequestError } from './request-error.ts';
import type { Turns } from './turns.ts';

export interface GateRule {
  /** Requests carried out at the same time. */
  readonly atOnce: number;
  /** Requests that wait behind them; one more is refused. */
  readonly waiting: number;
  /** A request that comes while one is carried out gets the same answer: stopping twice is stopping once, and is never refused. */
  readonly merged?: boolean;
}

/** Requests of one key that may come in a burst, and the rate a second after it. A person or a plot under a mouse reaches neither. */
const BURST = 150;
const PER_SECOND = 100;

/** Lets the requests of one key through as fast as they can be served, and refuses a flood before it costs anything. */
export class Gate {
  readonly #rule: GateRule;
  readonly #turns: Turns;
  readonly #now: () => number;
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #left = BURST;
  #filledMs: number;
  #merged: Promise<unknown> | null = null;

  /** @param turns shared by all gates of a process */
  constructor(rule: GateRule, turns: Turns, now: () => number = () => performance.now()) {
    this.#rule = rule;
    this.#turns = turns;
    this.#now = now;
    this.#filledMs = now();
  }

  /** @throws RequestError 'busy' at once when there are too many */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#rule.merged === true) {
      this.#merged ??= work().finally(() => (this.#merged = null));
      return this.#merged as Promise<T>;
    }
    this.#spend();
    if (this.#running < this.#rule.atOnce) this.#running++;
    else if (this.#queue.length < this.#rule.waiting) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else
      throw new RequestError(
        'busy',
        'Expected one request of this kind at a time, an earlier one is still carried out. Wait until it is done or cancelled.',
      );
    try {
      await this.#turns.next();
      return await work();
    } finally {
      // The place goes directly to the next in the queue.
      const next = this.#queue.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }

  #spend(): void {
    const now = this.#now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#filledMs) / 1000) * PER_SECOND);
    this.#filledMs = now;
    if (this.#left < 1)
      throw new RequestError('busy', `Expected at most ${PER_SECOND} requests of this kind a second, more came. Try again in a moment.`);
    this.#left--;
  }
}
