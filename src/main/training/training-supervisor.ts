import type { RetrainRequest } from '../../shared/training/messages.ts';
import type { TrainingSettings } from '../../shared/training/settings.ts';
import type { TrainingState } from '../../shared/training/state.ts';
import { isLive, nextState, type TrainingEvent } from './next-state.ts';
import type { TrainingChild } from './training-child.ts';

/**
 * A training that has not stopped this long after it was asked to is ended with its process; its checkpoint is at most a minute old.
 */
const STOP_LIMIT_MS = 10_000;

export interface TrainingSupervisorOptions {
  readonly startChild: () => TrainingChild;
  readonly onState: (state: TrainingState) => void;
  /** State of an earlier start of the program. */
  readonly initial: TrainingState;
}

/**
 * Runs one training at a time in its own process. Every run ends in exactly one of stopped, failed and finished, whatever happens to
 * the process; recording and inference are independent of it.
 */
export class TrainingSupervisor {
  readonly #options: TrainingSupervisorOptions;
  #state: TrainingState;
  #child: TrainingChild | null = null;
  #stopLimit: NodeJS.Timeout | null = null;
  #ended: (() => void)[] = [];

  constructor(options: TrainingSupervisorOptions) {
    this.#options = options;
    this.#state = options.initial;
  }

  state(): TrainingState {
    return this.#state;
  }

  /** @throws Error while another training runs */
  start(settings: TrainingSettings, request: RetrainRequest): TrainingState {
    if (isLive(this.#state)) throw new Error('Expected no training under way, but one is. Stop it first.');
    const child = this.#options.startChild();
    this.#child = child;
    this.#apply({ type: 'start', settings });
    child.onMessage((message) => {
      if (this.#child !== child) return;
      this.#apply(message);
      if (message.type !== 'progress') this.#release();
    });
    child.onExit((code) => {
      if (this.#child !== child) return;
      this.#apply({
        type: 'failed',
        message:
          `The training process ended by itself (code ${code ?? 'unknown'}). What it had stored is kept: resume, with fewer cells ` +
          `if memory is short.`,
      });
      this.#release();
    });
    child.post({ type: 'retrain', request });
    return this.#state;
  }

  stop(): TrainingState {
    if (this.#state.kind !== 'running') return this.#state;
    this.#apply({ type: 'stop' });
    this.#child?.post({ type: 'stop' });
    this.#stopLimit = setTimeout(() => {
      this.#apply({ type: 'stopped' });
      this.#release();
    }, STOP_LIMIT_MS);
    return this.#state;
  }

  /** Stops and waits until nothing runs, at most as long as a stop may take. */
  async close(): Promise<void> {
    if (!isLive(this.#state)) return;
    const ended = new Promise<void>((resolve) => this.#ended.push(resolve));
    this.stop();
    await ended;
  }

  #apply(event: TrainingEvent): void {
    const next = nextState(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#options.onState(next);
  }

  /** Messages and the exit of the process are ignored from here on. */
  #release(): void {
    if (this.#stopLimit !== null) clearTimeout(this.#stopLimit);
    this.#stopLimit = null;
    const child = this.#child;
    this.#child = null;
    child?.kill();
    for (const resolve of this.#ended.splice(0)) resolve();
  }
}
