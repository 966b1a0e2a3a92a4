import type { BeatParts } from '../../core/inference/beat-parts.ts';
import type { BeatSearch } from '../../core/inference/beat-search.ts';
import type { SettledTwin } from '../../core/inference/beat-settle.ts';
import type { RecordedBeat } from '../../core/beat/recorded-beat.ts';

/** What the stages of clamp and potential hand on. */
export interface BeatState {
  readonly beat: RecordedBeat;
  readonly parts: BeatParts;
  readonly search: BeatSearch | null;
  readonly twin: SettledTwin | null;
  /** d simulated / d z of clamp, followed and settled beat near the twin, one column a parameter. */
  readonly columns: readonly Float64Array[] | null;
}
