import { GrowingColumn } from '../../core/formats/growing-column.ts';
import type { SampleSeal } from '../../core/formats/hdf5/hdf5-step.ts';

/** Samples [first, first + samples) of each of some series, sealed together. */
export interface SealedStretch extends SampleSeal {
  readonly first: number;
  readonly samples: number;
}

/** Neighbouring stretches of the same series. */
export interface SealedWindow {
  readonly paths: readonly string[];
  readonly first: number;
  readonly end: number;
  readonly stretches: readonly SealedStretch[];
}

/** The seals of a file in the order in which samples were written, in 40 bytes each. */
export class SealList {
  readonly #series: (readonly string[])[] = [];
  readonly #numberOf = new Map<string, number>();
  readonly #columns = { series: new GrowingColumn(), first: new GrowingColumn(), samples: new GrowingColumn() };
  readonly #seals = { start: new GrowingColumn(), sum: new GrowingColumn() };
  #values = 0;

  /** Values of all series together. */
  get values(): number {
    return this.#values;
  }

  add(paths: readonly string[], { first, samples, start, sum }: SealedStretch): void {
    const key = paths.join('\n');
    const number = this.#numberOf.get(key) ?? this.#series.push(paths) - 1;
    this.#numberOf.set(key, number);
    this.#columns.series.push(number);
    this.#columns.first.push(first);
    this.#columns.samples.push(samples);
    this.#seals.start.push(start);
    this.#seals.sum.push(sum);
    this.#values += paths.length * samples;
  }

  /** Windows of about so many samples, to be read at once: whole stretches, without a hole between them. */
  *windows(samplesAtOnce: number): Generator<SealedWindow> {
    const [series, first, samples] = [this.#columns.series.done(), this.#columns.first.done(), this.#columns.samples.done()];
    const [start, sum] = [this.#seals.start.done(), this.#seals.sum.done()];
    for (let k = 0; k < series.length;) {
      const stretches: SealedStretch[] = [];
      const [number, begin] = [series[k]!, first[k]!];
      let end = begin;
      for (; k < series.length && series[k] === number && first[k] === end && end - begin < samplesAtOnce; k++) {
        stretches.push({ first: end, samples: samples[k]!, start: start[k]!, sum: sum[k]! });
        end += samples[k]!;
      }
      yield { paths: this.#series[number]!, first: begin, end, stretches };
    }
  }
}
