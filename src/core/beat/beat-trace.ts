import type { ApFeatures } from './ap-features.ts';
import type { ApOutcome } from './beats.ts';

/** What a cell does by itself, with the trace that tells it. */
export interface BeatTrace {
  readonly outcome: ApOutcome;
  readonly features: ApFeatures;
  readonly dtMs: number;
  /** Membrane potential, mV, every dtMs. */
  readonly voltageMv: readonly number[];
}
