import type { SampleBlock } from '../../shared/contract/contract.ts';
import { MinMaxReducer } from './min-max-reducer.ts';

export type LiveSamples = Pick<SampleBlock, 'recordingId' | 'firstSample' | 'sampleRateHz' | 'voltageMv' | 'currentPa'>;

/** Blocks sent to the window that it has not acknowledged yet. */
export const CREDITS = 4;
/** Separate runs of samples kept for a window that does not answer; the recorder has every sample anyway. */
const WAITING_RUNS_LIMIT = 64;

/**
 * Feeds the live display without ever queueing behind a slow window: up to four blocks are on their way,
 * whatever arrives beyond that is coalesced to min/max pairs and goes with the next credit.
 */
export class SampleStream {
  readonly #send: (block: SampleBlock) => void;
  readonly #unacknowledged = new Set<number>();
  #waiting: MinMaxReducer[] = [];
  #seq = 0;

  constructor(send: (block: SampleBlock) => void) {
    this.#send = send;
  }

  push(samples: LiveSamples): void {
    if (samples.voltageMv.length === 0) return;
    if (this.#unacknowledged.size < CREDITS && this.#waiting.length === 0) {
      this.#dispatch({ ...samples, seq: this.#seq, stride: 1 });
      return;
    }
    const last = this.#waiting.at(-1);
    if (last?.continues(samples) === true) last.add(samples);
    else this.#waiting.push(new MinMaxReducer(samples));
    if (this.#waiting.length > WAITING_RUNS_LIMIT) this.#waiting.shift();
  }

  /** The window has taken block `seq`; unknown numbers are ignored (they belong to a page before a reload). */
  acknowledge(seq: number): void {
    this.#unacknowledged.delete(seq);
    while (this.#unacknowledged.size < CREDITS) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#dispatch(next.block(this.#seq));
    }
  }

  /** The page was reloaded: no block is under way any more. */
  reset(): void {
    this.#unacknowledged.clear();
    this.#waiting = [];
  }

  #dispatch(block: SampleBlock): void {
    this.#unacknowledged.add(block.seq);
    this.#seq++;
    this.#send(block);
  }
}
