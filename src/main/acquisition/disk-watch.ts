import { diskMinutesLeft } from '../recorder/index.ts';

const EVERY_MS = 5000;

/** Free space on the disk of a folder, asked for without waiting: a disk that does not answer reads as unknown. */
export class DiskWatch {
  readonly #folder: string;
  #minutesAtRate: { readonly sampleRateHz: number; readonly minutes: number } | null = null;
  #askedMs = -Infinity;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Minutes of recording at a sample rate; null while unknown. */
  minutes(sampleRateHz: number): number | null {
    if (performance.now() - this.#askedMs > EVERY_MS) {
      this.#askedMs = performance.now();
      diskMinutesLeft(this.#folder, sampleRateHz).then(
        (minutes) => {
          this.#minutesAtRate = { sampleRateHz, minutes };
        },
        () => {
          this.#minutesAtRate = null;
        },
      );
    }
    const known = this.#minutesAtRate;
    return known === null ? null : (known.minutes * known.sampleRateHz) / sampleRateHz;
  }
}
