import { beatTraceSchema } from '../beat/beat-trace.ts';
import { choice, integer, nullable, number, record, type Of } from '../schema/index.ts';

const { outcome, features } = beatTraceSchema.fields;

/** Estimate of a cell while its twin is still being made. */
export const twinEstimateSchema = record({
  /**
   * 'network': its answer, before any search; 'start': the best of the starts and basin hops that have converged so far; 'search': the best
   * fit of all, whose ensemble is drawn next.
   */
  source: choice('network', 'start', 'search'),
  /** Starts and basin hops that have converged. */
  starts: integer,
  chi2PerSample: number,
  /** Beat of the estimated cell, without dV/dt, for which its steps are too coarse; null where it could not be run. */
  beat: nullable(record({ outcome, features })),
});
export type TwinEstimate = Of<typeof twinEstimateSchema>;
