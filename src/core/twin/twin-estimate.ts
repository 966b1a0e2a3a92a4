import type { TwinBeat } from './twin.ts';

/** Estimate of a cell while its twin is still being made. */
export interface TwinEstimate {
  /**
   * 'network': its answer, before any search; 'start': the best of the starts and basin hops that have converged so far; 'search': the best
   * fit of all, whose ensemble is drawn next.
   */
  readonly source: 'network' | 'start' | 'search';
  /** Starts and basin hops that have converged. */
  readonly starts: number;
  readonly chi2PerSample: number;
  /** Beat of the estimated cell, without dV/dt, for which its steps are too coarse; null where it could not be run. */
  readonly beat: Pick<TwinBeat, 'outcome' | 'features'> | null;
}
