import type { TraceEnvelope } from './envelope.ts';

/** Envelope of samples [first, end) that arrive piece by piece and in order: that of the whole trace, with memory for its points only. */
export class EnvelopeBuilder {
  readonly #first: number;
  readonly #count: number;
  readonly #points: number;
  readonly #min: Float32Array<ArrayBuffer>;
  readonly #max: Float32Array<ArrayBuffer>;
  #point = 0;

  constructor(first: number, end: number, points: number) {
    this.#first = first;
    this.#count = end - first;
    this.#points = Math.min(this.#count, Math.max(1, Math.floor(points)));
    this.#min = new Float32Array(this.#points).fill(NaN);
    this.#max = new Float32Array(this.#points).fill(NaN);
  }

  /** @param at index of the first of these samples, not before those added before */
  add(at: number, values: Float32Array): void {
    for (let k = 0; k < values.length;) {
      const place = at + k - this.#first;
      while (this.#point < this.#points - 1 && place >= this.#startOf(this.#point + 1)) this.#point++;
      const end = Math.min(values.length, this.#startOf(this.#point + 1) + this.#first - at);
      let low = this.#min[this.#point] as number;
      let high = this.#max[this.#point] as number;
      for (; k < end; k++) {
        const value = values[k] as number;
        if (!(value >= low)) low = Number.isNaN(value) ? low : value;
        if (!(value <= high)) high = Number.isNaN(value) ? high : value;
      }
      this.#min[this.#point] = low;
      this.#max[this.#point] = high;
    }
  }

  envelope(sampleRateHz: number): TraceEnvelope {
    const timeMs = Float64Array.from(
      { length: this.#points },
      (_, i) => (2 * this.#first + this.#startOf(i) + this.#startOf(i + 1) - 1) / 2 / (sampleRateHz / 1000),
    );
    return { timeMs, min: this.#min, max: this.#max };
  }

  #startOf(point: number): number {
    return Math.floor((point * this.#count) / this.#points);
  }
}
