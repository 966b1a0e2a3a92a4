import type { Samples } from '../../src/shared/riglink/index.ts';

/** What the device really played since one START, by sample index. */
export interface PlayedRun {
  /** Number of the recording that was begun when it started, from 1; 0 for a run that is not recorded. */
  readonly recording: number;
  /** Counts of voltage and current. */
  readonly counts: ReadonlyMap<number, readonly [number, number]>;
  add(samples: Samples): void;
}
