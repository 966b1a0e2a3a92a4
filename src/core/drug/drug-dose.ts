import type { CellModel } from '../cell/cell-model.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { blockFractions } from './block-fraction.ts';
import type { BlockedChannel } from './combine-blocks.ts';
import { doseQuestion, ownQuestions } from './dose-question.ts';
import type { ChannelBlock, DrugEntry } from './drug-schema.ts';
import { findDrug } from './find-drug.ts';
import { measuredAtNm, measuredBadge } from './measured-entry.ts';
import { sourceSpread, spreadSentence, type SourceSpread } from './source-spread.ts';

export interface DoseWish {
  readonly drug: string;
  /** Free concentration, nM. */
  readonly concentrationNm: number;
  /** Default: the first by rank, see defaultEntry. */
  readonly sourceId?: string | undefined;
}

/** A drug at a concentration: the one answer of window, command line and report. */
export interface DrugDose {
  readonly entry: DrugEntry;
  readonly concentrationNm: number;
  readonly channels: readonly ChannelBlock[];
  readonly blocked: readonly BlockedChannel[];
  /** Disagreement of the sources at the concentration, the widest first. */
  readonly spread: readonly SourceSpread[];
  /**
   * Source, other sources and their spread, extrapolated and assumed values, channels that the cell does not have; doubts about the
   * concentration and own values.
   */
  readonly notes: readonly string[];
}

/** What an entry blocks, as it is applied. */
export function channelBlocks({ channels }: Pick<DrugEntry, 'channels'>): ChannelBlock[] {
  return channels.map(({ channel, ic50Nm, hill, maxEffect }) => ({
    channel,
    ic50Nm,
    hill,
    ...(maxEffect === undefined ? {} : { maxEffect }),
  }));
}

/** @throws Error when drug or source are unknown or the concentration cannot be one */
export function drugDose(
  table: readonly DrugEntry[],
  { drug, concentrationNm, sourceId }: DoseWish,
  model: CellModel = DEFAULT_CELL,
): DrugDose {
  const { entry, notes } = findDrug(table, drug, sourceId);
  const { blockedFraction, notes: must } = blockFractions(entry.channels, concentrationNm, model);
  const spread = spreadSentence(table, entry.drug, concentrationNm);
  return {
    entry,
    concentrationNm,
    channels: channelBlocks(entry),
    blocked: blockedFraction,
    spread: sourceSpread(table, entry.drug, concentrationNm),
    notes: [
      ...notes,
      ...(spread === null ? [] : [spread]),
      ...must,
      ...badges(entry, concentrationNm),
      ...doseQuestion(entry, concentrationNm),
      ...ownQuestions(table, entry),
      ...(entry.note === '' ? [] : [entry.note]),
    ],
  };
}

function badges(entry: DrugEntry, concentrationNm: number): string[] {
  const { channels } = entry;
  if (measuredAtNm(entry) !== null) {
    const badge = measuredBadge(entry, concentrationNm);
    return badge === null ? [] : [badge];
  }
  const extrapolated = channels.filter((block) => block.extrapolated).map(({ channel }) => channel);
  const beyond = channels
    .filter(({ testedToNm }) => testedToNm !== undefined && concentrationNm > testedToNm)
    .map(({ channel }) => channel);
  const assumed = channels.filter(({ hillGiven }) => !hillGiven).map(({ channel }) => channel);
  return [
    ...(extrapolated.length > 0 ? [`Extrapolated: the IC50 of ${extrapolated.join(', ')} is above the highest concentration tested.`] : []),
    ...(beyond.length > 0
      ? [`Extrapolated: ${concentrationNm} nM is above the highest concentration tested on ${beyond.join(', ')}.`]
      : []),
    ...(assumed.length > 0 ? [`Assumed: a Hill coefficient of 1 for ${assumed.join(', ')}.`] : []),
  ];
}
