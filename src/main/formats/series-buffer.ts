/** Neighbouring samples gathered into blocks that begin at whole multiples of their length, as an HDF5 file stores them. */
export class SeriesBuffer {
  readonly #block: Float32Array<ArrayBuffer>;
  readonly #write: (first: number, values: Float32Array) => void;
  #first = 0;
  #held = 0;

  /** @param write gets each block, or what there is of it where samples are not neighbours; it must not keep the values */
  constructor(blockSamples: number, write: (first: number, values: Float32Array) => void) {
    this.#block = new Float32Array(blockSamples);
    this.#write = write;
  }

  /** @param first index of the first of these samples, not before those added before */
  add(first: number, values: Float32Array): void {
    if (first !== this.#first + this.#held) this.flush();
    for (let k = 0; k < values.length;) {
      if (this.#held === 0) this.#first = first + k;
      const room = this.#block.length - (this.#first % this.#block.length) - this.#held;
      const part = values.subarray(k, k + room);
      this.#block.set(part, this.#held);
      this.#held += part.length;
      k += part.length;
      if (part.length === room) this.flush();
    }
  }

  /** Writes what is held. */
  flush(): void {
    if (this.#held > 0) this.#write(this.#first, this.#block.subarray(0, this.#held));
    this.#first += this.#held;
    this.#held = 0;
  }
}
