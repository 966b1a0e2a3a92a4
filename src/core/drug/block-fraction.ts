import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { LEAST_EFFECT, type ChannelBlock } from './drug-schema.ts';

/**
 * Fraction of a current that a concentration blocks: maxEffect C^h / (C^h + IC50^h), 0 without drug; negative for an activator.
 * @throws Error when the concentration is negative, IC50 or Hill are not above 0, or the effect is 0 or not within -9 to 1
 */
export function blockFraction({ channel, ic50Nm, hill, maxEffect = 1 }: ChannelBlock, concentrationNm: number): number {
  if (!(concentrationNm >= 0) || !Number.isFinite(concentrationNm)) {
    throw new Error(`Drug concentration: expected 0 nM or more, got ${concentrationNm}. Correct the concentration.`);
  }
  for (const [name, value] of [
    ['IC50 (nM)', ic50Nm],
    ['Hill coefficient', hill],
  ] as const) {
    if (!(value > 0) || !Number.isFinite(value)) {
      throw new Error(`${name} of ${channel}: expected a number above 0, got ${value}. Leave the channel out when its block is unknown.`);
    }
  }
  if (!(maxEffect >= LEAST_EFFECT && maxEffect <= 1) || maxEffect === 0)
    throw new Error(`Effect on ${channel}: expected ${LEAST_EFFECT} (tenfold current) to 1 (full block) and not 0, got ${maxEffect}.`);
  return concentrationNm === 0 ? 0 : maxEffect / (1 + (ic50Nm / concentrationNm) ** hill);
}

/** Note for a block of INaL in a cell without late sodium current, which changes nothing. It belongs to every such result. */
export const NO_LATE_SODIUM_NOTE = 'This cell model has no late sodium current: block of INaL changes nothing here.';

/** Blocked fraction per channel at a concentration, and the note that must go with it. */
export function blockFractions(channels: readonly ChannelBlock[], concentrationNm: number, model: CellModel = DEFAULT_CELL) {
  const seen = new Set<string>();
  for (const { channel } of channels) {
    if (seen.has(channel)) throw new Error(`Channel ${channel} is given twice. Give each channel one IC50.`);
    seen.add(channel);
  }
  return {
    blockedFraction: channels.map((block) => ({ channel: block.channel, fraction: blockFraction(block, concentrationNm) })),
    notes: seen.has('INaL') && model.conductanceOf('INaL') === null ? [NO_LATE_SODIUM_NOTE] : [],
  };
}
