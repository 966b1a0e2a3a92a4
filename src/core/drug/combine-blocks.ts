import { DRUG_CHANNELS, type DrugChannel } from './drug-schema.ts';

export interface BlockedChannel {
  readonly channel: DrugChannel;
  /** Part of the current that is blocked; negative for an activator. */
  readonly fraction: number;
}

/**
 * Several drugs together, independent of each other (Bliss): what each leaves of a current is multiplied. The factors are multiplied in
 * rising order, so that the order of the drugs changes nothing to the last bit.
 * @param drugs blocked channels of each drug, see blockFractions
 */
export function combineBlocks(drugs: readonly (readonly BlockedChannel[])[]): BlockedChannel[] {
  const all = drugs.flat();
  return DRUG_CHANNELS.flatMap((channel) => {
    const fractions = all.filter((block) => block.channel === channel).map(({ fraction }) => fraction);
    const [only, second] = fractions;
    if (only === undefined) return [];
    if (second === undefined) return [{ channel, fraction: only }];
    const left = fractions.map((fraction) => 1 - fraction).sort((a, b) => a - b);
    return [{ channel, fraction: 1 - left.reduce((product, factor) => product * factor, 1) }];
  });
}
