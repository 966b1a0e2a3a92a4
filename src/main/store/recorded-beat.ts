import { analyseBeats } from '../../core/beat/beats.ts';
import { findStimuli, type FoundStimuli } from '../../core/beat/find-stimuli.ts';
import { NoPotentialError } from '../../core/beat/without-artefacts.ts';
import type { RecordingSummary } from '../../shared/contract/schemas.ts';

export type RecordedBeat = RecordingSummary['beat'];

/** The drawn trace is averaged to about this interval: enough for an action potential, small enough to send. */
const DRAWN_INTERVAL_MS = 1;
/** And to at most this many points, which is ten minutes. */
const MOST_DRAWN = 600_000;
/**
 * A longer recording is averaged to about this many samples before its beats are measured: 80 s at 50 kHz are measured at the full rate.
 */
const MOST_MEASURED = 4_000_000;

/** Takes a recorded membrane potential piece by piece and measures its beats in bounded memory. */
export class BeatMeter {
  readonly #sampleRateHz: number;
  readonly #samples: number;
  readonly #fold: number;
  readonly #sums: Float32Array;
  #next = 0;

  constructor(samples: number, sampleRateHz: number) {
    this.#samples = samples;
    this.#sampleRateHz = sampleRateHz;
    this.#fold = Math.max(1, Math.ceil(samples / MOST_MEASURED));
    this.#sums = new Float32Array(Math.floor(samples / this.#fold));
  }

  /** In order and without gaps; samples after a gap are ignored. */
  add(firstSample: number, voltageMv: Float32Array): void {
    if (firstSample !== this.#next) return;
    this.#next += voltageMv.length;
    for (let k = 0; k < voltageMv.length; k++) {
      const place = Math.floor((firstSample + k) / this.#fold);
      if (place < this.#sums.length) this.#sums[place] = (this.#sums[place] as number) + (voltageMv[k] as number) / this.#fold;
    }
  }

  /** Null when samples were lost or the recording is too short. */
  beat(): RecordedBeat {
    return this.#next < this.#samples ? null : recordedBeat(this.#sums, this.#sampleRateHz / this.#fold);
  }

  /** Null when samples were lost, or no stimuli are found. */
  stimuli(): FoundStimuli | null {
    return this.#next < this.#samples || !isMeasurable(this.#sums)
      ? null
      : findStimuli(this.#sums, (1000 * this.#fold) / this.#sampleRateHz);
  }
}

/** Beats of a recorded membrane potential, measured at its rate; null when samples were lost, it is too short, or none is a potential. */
export function recordedBeat(voltageMv: Float32Array, sampleRateHz: number): RecordedBeat {
  if (!isMeasurable(voltageMv)) return null;
  const analysed = analysedBeats(voltageMv, 1000 / sampleRateHz);
  if (analysed === null) return null;
  const { outcome, features } = analysed;
  const fold = Math.max(1, Math.round((DRAWN_INTERVAL_MS * sampleRateHz) / 1000), Math.ceil(voltageMv.length / MOST_DRAWN));
  const drawn = Array.from({ length: Math.floor(voltageMv.length / fold) }, (_, i) => {
    let sum = 0;
    for (let k = i * fold; k < (i + 1) * fold; k++) sum += voltageMv[k] as number;
    return sum / fold;
  });
  return { outcome, features, dtMs: (fold * 1000) / sampleRateHz, voltageMv: drawn };
}

function isMeasurable(voltageMv: Float32Array): boolean {
  return voltageMv.length >= 8 && voltageMv.every((millivolt) => Number.isFinite(millivolt));
}

/** Null where what was recorded is no membrane potential: a recording is kept all the same. */
function analysedBeats(voltageMv: Float32Array, dtMs: number): ReturnType<typeof analyseBeats> | null {
  try {
    return analyseBeats(voltageMv, dtMs);
  } catch (error) {
    if (error instanceof NoPotentialError) return null;
    throw error;
  }
}
