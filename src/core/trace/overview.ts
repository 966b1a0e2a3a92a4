import { buildPyramid, envelopeOf, type TraceEnvelope, type TracePyramid } from './envelope.ts';

/** Samples that one entry of an overview stands for. */
export const OVERVIEW_FOLD = 256;
/** The same for a view of a long recording: half an hour at 50 kHz has 350,000 entries of the fine one and 11,000 of this. */
export const COARSE_FOLD = 8192;

/** Smallest and largest value of each `fold` samples of a trace; NaN where all were lost. */
export interface Overview {
  readonly samples: number;
  readonly fold: number;
  readonly min: Float32Array<ArrayBuffer>;
  readonly max: Float32Array<ArrayBuffer>;
}

/** Folds a trace that arrives piece by piece, with memory for the overview only. */
export class OverviewBuilder {
  readonly #overview: Overview;

  constructor(samples: number) {
    const n = Math.ceil(samples / OVERVIEW_FOLD);
    this.#overview = { samples, fold: OVERVIEW_FOLD, min: new Float32Array(n).fill(NaN), max: new Float32Array(n).fill(NaN) };
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

/** The overview of COARSE_FOLD samples an entry out of the fine one. */
export function coarser({ samples, min, max }: Overview): Overview {
  const entries = Math.ceil(samples / COARSE_FOLD);
  const coarse = { samples, fold: COARSE_FOLD, min: new Float32Array(entries).fill(NaN), max: new Float32Array(entries).fill(NaN) };
  const each = COARSE_FOLD / OVERVIEW_FOLD;
  for (let i = 0; i < min.length; i++) {
    const at = Math.floor(i / each);
    if (!(min[i]! >= coarse.min[at]!) && !Number.isNaN(min[i])) coarse.min[at] = min[i]!;
    if (!(max[i]! <= coarse.max[at]!) && !Number.isNaN(max[i])) coarse.max[at] = max[i]!;
  }
  return coarse;
}

/** A pyramid whose lowest level is the overview. */
export function overviewPyramid({ fold, min, max }: Overview, sampleRateHz: number): TracePyramid {
  return buildPyramid(min, sampleRateHz / fold, max);
}

/**
 * Envelope of the samples [first, end) from an overview, each point a whole number of entries; for windows of at least two
 * entries a point. The first and the last point may include samples outside the window, of entries that it cuts.
 */
export function overviewEnvelope(overview: Overview, sampleRateHz: number, first: number, end: number, points: number): TraceEnvelope {
  const { fold } = overview;
  const a = Math.floor(first / fold);
  const b = Math.ceil(end / fold);
  const envelope = envelopeOf(overviewPyramid(overview, sampleRateHz), a, b, points);
  // An entry lies in the middle of its samples, not at the first.
  const middleMs = (((fold - 1) / 2) * 1000) / sampleRateHz;
  const lastMs = ((overview.samples - 1) * 1000) / sampleRateHz;
  return { ...envelope, timeMs: envelope.timeMs.map((timeMs) => Math.min(lastMs, timeMs + middleMs)) };
}
