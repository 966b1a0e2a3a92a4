import { OWN_SOURCE } from './own-source.ts';
import { sourceKind } from './source-rank.ts';
import type { ChannelBlock, DrugEntry } from './drug-schema.ts';
import { MOST_NM } from './most-nm.ts';

export { MOST_NM } from './most-nm.ts';

/** Published Hill coefficients lie within these. */
const HILL = [0.2, 4] as const;
/** A value this many times beside the known ones is likely to be in another unit. */
const UNIT_FACTOR = 300;

/**
 * Doubts about a concentration of a known drug, as sentences: above its free Cmax, below it and the IC50 of the channel that it
 * blocks first. Its other channels have up to a million times higher IC50 values: next to those a unit mix-up would look usual.
 */
export function doseQuestion(
  { drug, freeCmaxNm, channels }: Pick<DrugEntry, 'drug' | 'freeCmaxNm' | 'channels'>,
  concentrationNm: number,
): string[] {
  if (concentrationNm > MOST_NM) return [`${concentrationNm} nM is more than 1 mol/l. Is the concentration in nM?`];
  const first = channels.reduce((least, { ic50Nm }) => Math.min(least, ic50Nm), Infinity);
  if (concentrationNm === 0 || (freeCmaxNm === null && channels.length === 0)) return [];
  const [low, high] = [Math.min(freeCmaxNm ?? first, first), freeCmaxNm ?? first];
  if (concentrationNm < UNIT_FACTOR * high && concentrationNm > low / UNIT_FACTOR) return [];
  const figures = [
    ...(freeCmaxNm === null ? [] : [`free Cmax (${rounded(freeCmaxNm)} nM)`]),
    ...(channels.length === 0 ? [] : [`lowest IC50 (${rounded(first)} nM)`]),
  ];
  return [`${concentrationNm} nM of ${drug} is far from its ${figures.join(' and ')}. Is the concentration in nM?`];
}

function rounded(nM: number): number {
  return Number(nM.toPrecision(3));
}

/** Doubts about a block that was typed, against what the table has published of the drug, if it has it. */
export function blockQuestion(table: readonly DrugEntry[], drug: string, { channel, ic50Nm, hill }: ChannelBlock): string[] {
  const ofAny = table.filter(({ sourceId }) => sourceKind(sourceId) !== null);
  const ofDrug = ofAny.filter((entry) => entry.drug.toLowerCase() === drug.trim().toLowerCase());
  const ic50s = (entries: readonly DrugEntry[]): number[] =>
    entries.flatMap(({ channels }) => channels.filter((block) => block.channel === channel).map((block) => block.ic50Nm));
  // A compound that nobody published is compared with all drugs that block the channel.
  const own = ic50s(ofDrug);
  const published = own.length > 0 ? own : ic50s(ofAny);
  const whose = own.length > 0 ? 'the published' : 'that of every published drug,';
  const [low, high] = [Math.min(...published), Math.max(...published)];
  return [
    ...(hill < HILL[0] || hill > HILL[1]
      ? [`A Hill coefficient of ${hill} for ${channel} is unusual: published ones lie within ${HILL.join(' and ')}.`]
      : []),
    ...(published.length > 0 && (ic50Nm > UNIT_FACTOR * high || ic50Nm < low / UNIT_FACTOR)
      ? [`An IC50 of ${ic50Nm} nM for ${channel} is far from ${whose} ${low} to ${high} nM. Is it in nM?`]
      : []),
  ];
}

/** Doubts about the values of a compound that was typed or imported; none of published and of measured ones. */
export function ownQuestions(table: readonly DrugEntry[], { drug, sourceId, channels }: DrugEntry): string[] {
  return sourceId === OWN_SOURCE ? channels.flatMap((block) => blockQuestion(table, drug, block)) : [];
}
