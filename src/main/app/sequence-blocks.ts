import type { ChannelBlock, DrugEntry } from '../../core/drug/drug-schema.ts';
import { bySourceRank } from '../../core/drug/source-rank.ts';
import type { Bath } from '../../core/quality/bath.ts';

/**
 * What the drugs of a sequence block, by their names as they were typed; case does not matter, and the first source by rank is taken.
 * Only a simulated rig asks: a drug that no table knows is absent, and does nothing to its cell.
 */
export function sequenceBlocks(table: readonly DrugEntry[], baths: readonly Bath[]): Record<string, readonly ChannelBlock[]> {
  const names = new Set(baths.map(({ drug }) => drug).filter((drug) => drug !== null));
  const known = [...names].map((name): [string, ChannelBlock[]] => {
    const wanted = name.trim().toLowerCase();
    const [entry] = bySourceRank(table.filter(({ drug }) => drug.toLowerCase() === wanted));
    return [name, (entry?.channels ?? []).map(plain)];
  });
  return Object.fromEntries(known.filter(([, channels]) => channels.length > 0));
}

function plain({ channel, ic50Nm, hill, maxEffect }: ChannelBlock): ChannelBlock {
  return { channel, ic50Nm, hill, ...(maxEffect === undefined ? {} : { maxEffect }) };
}
