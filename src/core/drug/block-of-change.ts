import { LEAST_EFFECT, type ChannelBlock, type DrugChannel } from './drug-schema.ts';

/** An IC50 of no block at all, nM, and the least share of a concentration that an IC50 is. */
const NO_BLOCK_NM = 1e15;
const LEAST_SHARE = 1e-9;
/** Just above a tenfold current, which no concentration reaches. */
const MOST_GROWTH = 0.99 * LEAST_EFFECT;

/**
 * The block that changes a current by a factor at one concentration; a current that grew is that of an activator at half of its effect.
 * @param log logarithm of the current with drug over that without
 * @param atNm the concentration, nM
 * @example blockOfChange('IKr', Math.log(0.25), 30).ic50Nm // 10
 */
export function blockOfChange(channel: DrugChannel, log: number, atNm: number, hill = 1): ChannelBlock {
  const fraction = Math.max(MOST_GROWTH, -Math.expm1(log));
  if (fraction === 0) return { channel, ic50Nm: NO_BLOCK_NM, hill };
  const maxEffect = fraction > 0 ? 1 : Math.max(LEAST_EFFECT, 2 * fraction);
  const ratio = (maxEffect / fraction - 1) ** (1 / hill);
  const ic50Nm = Math.min(NO_BLOCK_NM, atNm * Math.max(LEAST_SHARE, ratio));
  return { channel, ic50Nm, hill, ...(fraction > 0 ? {} : { maxEffect }) };
}
