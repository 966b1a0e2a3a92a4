type Library = typeof import('h5wasm/node');

/** A stretch of the memory of the HDF5 library, for values that need not be copied into it and out of it. */
export class LibraryMemory {
  readonly #library: Library['Module'];
  #place = 0;
  #bytes = 0;

  constructor(library: Library) {
    this.#library = library.Module;
  }

  /** Where it begins, as the library counts. */
  get place(): bigint {
    return BigInt(this.#place);
  }

  /**
   * The first n float32 values of it. The view lasts until the library is called, whose memory moves when it grows.
   * @throws Error when there is no memory
   */
  floats(n: number): Float32Array<ArrayBuffer> {
    const bytes = n * Float32Array.BYTES_PER_ELEMENT;
    if (bytes > this.#bytes) {
      this.free();
      this.#place = this.#library._malloc(bytes);
      if (this.#place === 0) throw new Error(`HDF5: no memory for ${bytes} bytes.`);
      this.#bytes = bytes;
    }
    return new Float32Array(this.#library.HEAPU8.buffer as ArrayBuffer, this.#place, n);
  }

  free(): void {
    if (this.#bytes > 0) this.#library._free(this.#place);
    this.#bytes = 0;
  }
}
