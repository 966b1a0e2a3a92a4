/** A time may stray from the even clock by this part of an interval (rounded decimals), not more. */
const CLOCK_TOLERANCE = 0.02;

/** The clock of a recording CSV: even from the first time to the last. */
export class CsvClock {
  readonly sampleRateHz: number;
  readonly #startS: number;
  readonly #intervalS: number;
  readonly #origin: string;

  /** @throws Error for fewer than 2 samples, or when time does not rise */
  constructor(samples: number, firstS: number, lastS: number, origin: string) {
    if (samples < 2) throw new Error(`${origin} has ${samples} sample(s); expected at least 2.`);
    this.#origin = origin;
    this.#startS = firstS;
    this.#intervalS = (lastS - firstS) / (samples - 1);
    if (!(this.#intervalS > 0)) throw new Error(`${origin}: expected time to rise, got ${firstS} s first and ${lastS} s last.`);
    // Decimals in the file are rounded: a rate within a millionth of a whole one is that one.
    const rate = 1 / this.#intervalS;
    this.sampleRateHz = Math.abs(rate / Math.round(rate) - 1) < 1e-6 ? Math.round(rate) : rate;
  }

  /** @throws Error naming the line of sample i when its time is off the clock */
  check(i: number, timeS: number): void {
    const expected = this.#startS + i * this.#intervalS;
    if (Math.abs(timeS - expected) > CLOCK_TOLERANCE * this.#intervalS) {
      throw new Error(
        `${this.#origin}, line ${i + 2}: expected an even clock (${expected.toPrecision(7)} s here), got ${timeS} s. Resample ` +
          `the recording or remove the jump.`,
      );
    }
  }
}
