import { beatTraceSchema } from '../beat/beat-trace.ts';
import { choice, integer, nullable, number, record, type Of } from '../schema/index.ts';

const { outcome, features } = beatTraceSchema.fields;

/** What is known of a cell while its twin is still being made. */
export const twinEstimateSchema = record({
  /**
   * 'network': its answer, before any search; 'start': the best of the starts and basin hops that have converged so far; 'search': the best
   * fit of all, whose ensemble is drawn next.
   */
  source: choice('network', 'start', 'search'),
  /** Starts and basin hops that have converged. */
  starts: integer,
  chi2PerSample: number,
  /** What the cell of the estimate does by itself, without dV/dt, for which it is beaten too coarsely; null where it could not be run. */
  beat: nullable(record({ outcome, features })),
});
export type TwinEstimate = Of<typeof twinEstimateSchema>;
