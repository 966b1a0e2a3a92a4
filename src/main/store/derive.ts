import { OverviewBuilder } from '../../core/trace/overview.ts';
import type { Overviews } from './derived-tables.ts';
import type { RecordingKind } from './new-recording.ts';
import type { SamplePiece } from './read-samples.ts';
import type { FoundStimuli } from '../../core/beat/find-stimuli.ts';
import { BeatMeter, type RecordedBeat } from './recorded-beat.ts';

export interface Derived {
  readonly overviews: Overviews;
  /** For a recording without clamp. */
  readonly beat: RecordedBeat;
  /** Of a recording without clamp, where stimuli were found. */
  readonly stimuli: FoundStimuli | null;
}

/** Computes what is derived from a recording in one pass over its pieces, with memory for the result only. */
export class Deriver {
  readonly #voltage: OverviewBuilder;
  readonly #current: OverviewBuilder;
  readonly #beat: BeatMeter | null;

  constructor(samples: number, sampleRateHz: number, kind: RecordingKind) {
    this.#voltage = new OverviewBuilder(samples);
    this.#current = new OverviewBuilder(samples);
    this.#beat = kind === 'spontaneous' ? new BeatMeter(samples, sampleRateHz) : null;
  }

  add({ firstSample, samples: { voltageMv, currentPa } }: SamplePiece): void {
    this.#voltage.add(firstSample, voltageMv);
    this.#current.add(firstSample, currentPa);
    this.#beat?.add(firstSample, voltageMv);
  }

  overviews(): Overviews {
    return { voltage: this.#voltage.overview(), current: this.#current.overview() };
  }

  derived(): Derived {
    return { overviews: this.overviews(), beat: this.#beat?.beat() ?? null, stimuli: this.#beat?.stimuli() ?? null };
  }
}
