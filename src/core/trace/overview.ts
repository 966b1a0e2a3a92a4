import { buildPyramid, envelopeOf, type TraceEnvelope, type TracePyramid } from './envelope.ts';

/** Samples that one entry of an overview stands for. */
export const OVERVIEW_FOLD = 256;

/** Smallest and largest value of each 256 samples of a trace; NaN where all were lost. */
export interface Overview {
  readonly samples: number;
  readonly min: Float32Array<ArrayBuffer>;
  readonly max: Float32Array<ArrayBuffer>;
}

/** Folds a trace that arrives piece by piece, with memory for the overview only. */
export class OverviewBuilder {
  readonly #overview: Overview;

  constructor(samples: number) {
    const n = Math.ceil(samples / OVERVIEW_FOLD);
    this.#overview = { samples, min: new Float32Array(n).fill(NaN), max: new Float32Array(n).fill(NaN) };
  }

  /** @param first index of the first of these samples */
  add(first: number, values: Float32Array): void {
    const { min, max } = this.#overview;
    for (let k = 0; k < values.length;) {
      const entry = Math.floor((first + k) / OVERVIEW_FOLD);
      const end = Math.min(values.length, (entry + 1) * OVERVIEW_FOLD - first);
      let low = min[entry] as number;
      let high = max[entry] as number;
      for (; k < end; k++) {
        const value = values[k] as number;
        if (!(value >= low)) low = Number.isNaN(value) ? low : value;
        if (!(value <= high)) high = Number.isNaN(value) ? high : value;
      }
      min[entry] = low;
      max[entry] = high;
    }
  }

  overview(): Overview {
    return this.#overview;
  }
}

/** A pyramid whose lowest level is the overview. */
export function overviewPyramid({ min, max }: Overview, sampleRateHz: number): TracePyramid {
  return buildPyramid(min, sampleRateHz / OVERVIEW_FOLD, max);
}

/**
 * Envelope of the samples [first, end) from an overview, each point a whole number of entries; for windows of at least two
 * entries a point. The first and the last point may include samples outside the window, of entries that it cuts.
 */
export function overviewEnvelope(overview: Overview, sampleRateHz: number, first: number, end: number, points: number): TraceEnvelope {
  const a = Math.floor(first / OVERVIEW_FOLD);
  const b = Math.ceil(end / OVERVIEW_FOLD);
  const envelope = envelopeOf(overviewPyramid(overview, sampleRateHz), a, b, points);
  // An entry lies in the middle of its samples, not at the first.
  const middleMs = (((OVERVIEW_FOLD - 1) / 2) * 1000) / sampleRateHz;
  const lastMs = ((overview.samples - 1) * 1000) / sampleRateHz;
  return { ...envelope, timeMs: envelope.timeMs.map((timeMs) => Math.min(lastMs, timeMs + middleMs)) };
}
