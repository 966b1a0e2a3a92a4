/** Longer lists are not kept: 1 MB. */
const MOST = 2 ** 17;

/**
 * A list of numbers that a function needs while it computes, kept for its next call: large lists that are made for each of thousands of
 * traces cost as much as what is computed with them. Each function has its own, and gives no view of it away.
 */
export class Scratch {
  #kept = new Float64Array(0);

  /** @returns values of any earlier content */
  take(length: number): Float64Array {
    if (length > MOST) return new Float64Array(length);
    if (this.#kept.length < length) this.#kept = new Float64Array(length);
    return this.#kept.length === length ? this.#kept : this.#kept.subarray(0, length);
  }
}
