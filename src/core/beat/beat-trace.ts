import { choice, list, number, numberFrom, record, type Of } from '../schema/index.ts';
import { apFeaturesSchema } from './ap-features.ts';
import { AP_OUTCOMES } from './beats.ts';

/** Points of a beat that are read: far above what is made. */
const MOST_POINTS = 1_000_000;

/** Spontaneous activity of a cell and the trace that shows it. */
export const beatTraceSchema = record({
  outcome: choice(...AP_OUTCOMES),
  features: apFeaturesSchema,
  dtMs: numberFrom(0),
  /** Membrane potential, mV, every dtMs. */
  voltageMv: list(number, MOST_POINTS),
});
export type BeatTrace = Of<typeof beatTraceSchema>;
