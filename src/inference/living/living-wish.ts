import type { LivingWish } from './wish.ts';
import { learnedPopulation, priorWithout } from './living-population.ts';

/** What a request of the app or the command line is for the stages: the prior is that of all known living cells but this one. */
export function livingWish(
  resourcesDir: string,
  {
    cellName,
    recordingCrc32,
    mode,
    potential,
    leftOut,
  }: Pick<LivingWish, 'mode' | 'potential' | 'leftOut'> & { readonly cellName: string; readonly recordingCrc32: number },
): LivingWish {
  const crcs = [recordingCrc32, ...(potential === null ? [] : [potential.crc32])];
  const prior = priorWithout(learnedPopulation(resourcesDir), { name: cellName, crcs });
  return { mode, potential, leftOut, prior: prior.of, priorName: prior.name };
}
