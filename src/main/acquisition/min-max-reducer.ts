import type { SampleBlock } from '../../shared/contract/contract.ts';

type Samples = Pick<SampleBlock, 'recordingId' | 'firstSample' | 'sampleRateHz' | 'voltageMv' | 'currentPa'>;

/** Value pairs kept; when full, neighbours merge and each pair stands for twice as many samples. */
const CAPACITY_PAIRS = 1024;

/** Reduces an unbroken run of samples of any length to at most 1024 min/max pairs in constant memory. */
export class MinMaxReducer {
  readonly #recordingId: number;
  readonly #sampleRateHz: number;
  readonly #firstSample: number;
  readonly #voltage = new Float32Array(2 * CAPACITY_PAIRS);
  readonly #current = new Float32Array(2 * CAPACITY_PAIRS);
  #samples = 0;
  #stride = 2;

  constructor(first: Samples) {
    this.#recordingId = first.recordingId;
    this.#sampleRateHz = first.sampleRateHz;
    this.#firstSample = first.firstSample;
    this.add(first);
  }

  /** Whether the block continues where this run ends. */
  continues(block: Samples): boolean {
    return block.recordingId === this.#recordingId && block.firstSample === this.#firstSample + this.#samples;
  }

  add(block: Samples): void {
    for (let i = 0; i < block.voltageMv.length; i++) {
      if (this.#samples === CAPACITY_PAIRS * this.#stride) this.#halve();
      const pair = Math.floor(this.#samples / this.#stride);
      const fresh = this.#samples % this.#stride === 0;
      widen(this.#voltage, pair, block.voltageMv[i] ?? Number.NaN, fresh);
      widen(this.#current, pair, block.currentPa[i] ?? Number.NaN, fresh);
      this.#samples++;
    }
  }

  block(seq: number): SampleBlock {
    const values = 2 * Math.ceil(this.#samples / this.#stride);
    return {
      recordingId: this.#recordingId,
      seq,
      firstSample: this.#firstSample,
      sampleRateHz: this.#sampleRateHz,
      stride: this.#stride,
      voltageMv: this.#voltage.slice(0, values),
      currentPa: this.#current.slice(0, values),
    };
  }

  #halve(): void {
    for (const values of [this.#voltage, this.#current]) {
      for (let pair = 0; pair < CAPACITY_PAIRS / 2; pair++) {
        const at = 4 * pair;
        values[2 * pair] = Math.min(values[at] as number, values[at + 2] as number);
        values[2 * pair + 1] = Math.max(values[at + 1] as number, values[at + 3] as number);
      }
    }
    this.#stride *= 2;
  }
}

function widen(pairs: Float32Array, pair: number, value: number, fresh: boolean): void {
  const at = 2 * pair;
  pairs[at] = fresh ? value : Math.min(pairs[at] as number, value);
  pairs[at + 1] = fresh ? value : Math.max(pairs[at + 1] as number, value);
}
