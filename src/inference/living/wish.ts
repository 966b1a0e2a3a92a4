import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import type { LearnedPrior } from '../../core/inference/learned-prior.ts';
import type { TwinEvidence, TwinLeftOut } from '../../core/twin/twin.ts';
import type { LivingRequest } from './living-request.ts';

/** What of a living cell is fitted, and from which prior. */
export interface LivingWish extends Pick<LivingRequest, 'mode' | 'potential'> {
  /** Null: the wide prior. */
  readonly prior: ((model: ClampModel) => LearnedPrior) | null;
  /** Of the cells that the prior was learned from. */
  readonly priorName: TwinEvidence['prior'];
  /** Recordings of the cell that are not fitted, and why. */
  readonly leftOut: readonly TwinLeftOut[];
}
