import { restartDelayMs } from './back-off.ts';
import type { Peer } from './peer.ts';

/**
 * launching: it is being started. starting: it runs and is not ready. waiting: for the next start. failed: too many starts in a row failed.
 */
export type SupervisedState = 'stopped' | 'launching' | 'starting' | 'ready' | 'waiting' | 'failed';

export interface SupervisedOptions<To, From> {
  readonly start: () => Peer<To, From> | Promise<Peer<To, From>>;
  /** A process that is not ready by then is ended, ms. */
  readonly startLimitMs: number;
  /** Every message of the current process; none of an earlier one. */
  readonly onMessage: (message: From) => void;
  /** @param restartMs until the next is started; null: none is, until start() is called */
  readonly onEnded: (why: string, restartMs: number | null) => void;
  readonly onState?: () => void;
}

/**
 * Keeps one process alive: starts it, restarts it with growing delays when it ends, and gives up after some starts in a row.
 * @example
 * const process = new Supervised<ToStore, FromStore>({
 *   start: () => startUtilityStore(script, init), startLimitMs: 20_000,
 *   onMessage: (message) => (message.type === 'ready' ? process.ready() : receive(message)),
 *   onEnded: (why) => requests.rejectAll(new Error(why)),
 * });
 * process.start();
 */
export class Supervised<To, From> {
  readonly #options: SupervisedOptions<To, From>;
  #state: SupervisedState = 'stopped';
  #peer: Peer<To, From> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  /** Messages and the exit of an earlier turn are ignored. */
  #turn = 0;

  constructor(options: SupervisedOptions<To, From>) {
    this.#options = options;
  }

  get state(): SupervisedState {
    return this.#state;
  }

  /** Ends in a row without one answer. */
  get failures(): number {
    return this.#failures;
  }

  /** The process answers: the count of failures starts again. */
  forgive(): void {
    this.#failures = 0;
  }

  start(): void {
    if (this.#state === 'stopped' || this.#state === 'failed') this.#launch();
  }

  /** The process said that it is ready. */
  ready(): void {
    this.#clearTimer();
    this.#become('ready');
  }

  /** False where no process is ready. */
  post(message: To): boolean {
    if (this.#state !== 'ready') return false;
    this.#peer?.post(message);
    return true;
  }

  /** Ends the current process; its end is reported like any other. */
  kill(): void {
    this.#peer?.kill();
  }

  /** Treats the process as ended, whatever it still does. */
  end(why: string): void {
    this.#ended(this.#turn, why);
  }

  /** Ends the process and starts no other. */
  stop(): void {
    this.#turn++;
    this.#clearTimer();
    this.#become('stopped');
    this.#drop();
  }

  #launch(): void {
    const turn = ++this.#turn;
    const { start, startLimitMs } = this.#options;
    this.#become('launching');
    this.#timer = setTimeout(() => this.#ended(turn, `it was not ready within ${startLimitMs / 1000} s`), startLimitMs);
    const failed = (error: unknown): void => this.#ended(turn, error instanceof Error ? error.message : String(error));
    try {
      const started = start();
      if (started instanceof Promise) started.then((peer) => this.#attach(turn, peer), failed);
      else this.#attach(turn, started);
    } catch (error) {
      failed(error);
    }
  }

  #attach(turn: number, peer: Peer<To, From>): void {
    if (turn !== this.#turn) {
      peer.kill();
      return;
    }
    this.#peer = peer;
    this.#become('starting');
    peer.onMessage((message) => {
      if (turn === this.#turn) this.#options.onMessage(message);
    });
    peer.onExit((code) => this.#ended(turn, `it ended with code ${code ?? 'unknown'}`));
  }

  #ended(turn: number, why: string): void {
    if (turn !== this.#turn) return;
    this.#turn++;
    this.#clearTimer();
    this.#drop();
    this.#failures++;
    const restartMs = restartDelayMs(this.#failures);
    this.#state = restartMs === null ? 'failed' : 'waiting';
    if (restartMs !== null) this.#timer = setTimeout(() => this.#launch(), restartMs);
    this.#options.onEnded(why, restartMs);
    this.#options.onState?.();
  }

  #drop(): void {
    const peer = this.#peer;
    this.#peer = null;
    peer?.kill();
  }

  #become(state: SupervisedState): void {
    this.#state = state;
    this.#options.onState?.();
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
