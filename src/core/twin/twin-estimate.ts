import type { TwinBeat } from './twin.ts';

/** What is known of a cell while its twin is still being made. */
export interface TwinEstimate {
  /**
   * 'network': its answer, before any search; 'start': the best of the starts and basin hops that have converged so far; 'search': the best
   * fit
   * of all, whose ensemble
   * is drawn next.
   */
  readonly source: 'network' | 'start' | 'search';
  /** Starts and basin hops that have converged. */
  readonly starts: number;
  readonly chi2PerSample: number;
  /** What the cell of the estimate does by itself, without dV/dt, for which it is beaten too coarsely; null where it could not be run. */
  readonly beat: Pick<TwinBeat, 'outcome' | 'features'> | null;
}
