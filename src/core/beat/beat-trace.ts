import type { ApFeatures } from './ap-features.ts';
import type { ApOutcome } from './beats.ts';

/** Spontaneous activity of a cell and the trace that shows it. */
export interface BeatTrace {
  readonly outcome: ApOutcome;
  readonly features: ApFeatures;
  readonly dtMs: number;
  /** Membrane potential, mV, every dtMs. */
  readonly voltageMv: readonly number[];
}
