/** Neighbouring samples gathered into blocks that begin at whole multiples of their length, as an HDF5 file stores them. */
export class SeriesBuffer {
  readonly #length: number;
  readonly #block: () => Float32Array;
  readonly #write: (first: number, samples: number) => void;
  #first = 0;
  #held = 0;

  /**
   * @param blockSamples length of a block
   * @param block memory of that length, which keeps what is put into it, asked for at each use
   * @param write stores the samples that lie at the beginning of the block: all, or what there is of it where samples are not neighbours
   */
  constructor(blockSamples: number, block: () => Float32Array, write: (first: number, samples: number) => void) {
    this.#length = blockSamples;
    this.#block = block;
    this.#write = write;
  }

  /** @param first index of the first of these samples, not before those added before */
  add(first: number, values: Float32Array): void {
    if (first !== this.#first + this.#held) this.flush();
    for (let k = 0; k < values.length;) {
      if (this.#held === 0) this.#first = first + k;
      const room = this.#length - (this.#first % this.#length) - this.#held;
      const part = values.subarray(k, k + room);
      this.#block().set(part, this.#held);
      this.#held += part.length;
      k += part.length;
      if (part.length === room) this.flush();
    }
  }

  /** Writes what is held. */
  flush(): void {
    if (this.#held > 0) this.#write(this.#first, this.#held);
    this.#first += this.#held;
    this.#held = 0;
  }
}
