import type { ClampModel } from '../../core/inference/clamp-fit.ts';
import type { LearnedPrior } from '../../core/inference/learned-prior.ts';
import type { TwinEvidence, TwinLeftOut } from '../../core/twin/twin.ts';
import type { LivingRequest } from './living-request.ts';
import { learnedPopulation, priorWithout } from './living-population.ts';

/** What of a living cell is fitted, and from which prior. */
export interface LivingWish extends Pick<LivingRequest, 'mode' | 'potential' | 'paced'> {
  /** Null: the wide prior. */
  readonly prior: ((model: ClampModel) => LearnedPrior) | null;
  /** Of the cells that the prior was learned from. */
  readonly priorName: TwinEvidence['prior'];
  /** Recordings of the cell that are not fitted, and why. */
  readonly leftOut: readonly TwinLeftOut[];
}

/** What a request of the app or the command line is for the stages: the prior is that of all known living cells but this one. */
export function livingWish(
  resourcesDir: string,
  {
    cellName,
    recordingCrc32,
    others = [],
    mode,
    potential,
    paced,
    leftOut,
  }: Pick<LivingWish, 'mode' | 'potential' | 'paced' | 'leftOut'> & { readonly cellName: string; readonly recordingCrc32: number } & {
    readonly others?: readonly { readonly recordingCrc32: number }[];
  },
): LivingWish {
  const potentials = [...(potential === null ? [] : [potential]), ...paced];
  const crcs = [recordingCrc32, ...others.map((other) => other.recordingCrc32), ...potentials.map(({ crc32 }) => crc32)];
  const prior = priorWithout(learnedPopulation(resourcesDir), { name: cellName, crcs });
  return { mode, potential, paced, leftOut, prior: prior.of, priorName: prior.name };
}
