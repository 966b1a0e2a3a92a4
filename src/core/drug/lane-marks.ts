import type { PopulationKernel } from '../simulate/kernel.ts';

/** Where a cell was at one step: what follows can be run again from there. */
export interface LaneMark {
  /** From the start of its settling, ms. */
  readonly timeMs: number;
  /** Samples of the record before it. */
  readonly samples: number;
  /** What the course had given to the cell. */
  readonly given: number;
  /** `laneState` of the kernel. */
  readonly words: Float32Array;
}

const FIRST_ROOM = 16;

/** Marks of one cell in order of time, the first before the first sample. One list for all words: most marks are never asked for. */
export class LaneMarks {
  readonly #places: Omit<LaneMark, 'words'>[] = [];
  readonly #kernel: PopulationKernel;
  readonly #size: number;
  #words: Float32Array;

  constructor(kernel: PopulationKernel) {
    this.#kernel = kernel;
    this.#size = kernel.laneWords;
    this.#words = new Float32Array(FIRST_ROOM * this.#size);
  }

  add(lane: number, place: Omit<LaneMark, 'words'>): void {
    // One before the first sample is enough.
    if (place.samples === 0) this.#places.pop();
    const from = this.#places.length * this.#size;
    this.#places.push(place);
    if (from === this.#words.length) {
      const grown = new Float32Array(2 * from);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#kernel.readLane(lane, this.#words, from);
  }

  /** The last mark before a sample of the record. */
  before(sample: number): LaneMark {
    const at = this.#places.findLastIndex(({ samples }) => samples <= sample);
    const place = this.#places[at];
    if (place === undefined) throw new Error(`Expected a mark before sample ${sample} of the record, found none.`);
    return { ...place, words: this.#words.slice(at * this.#size, (at + 1) * this.#size) };
  }
}
