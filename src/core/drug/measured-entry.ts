import type { ClampChange } from '../inference/clamp-change.ts';
import { blockOfChange } from './block-of-change.ts';
import { DRUG_CHANNELS, type DrugChannel, type DrugEntry, type PublishedBlock } from './drug-schema.ts';
import { defaultEntry } from './source-rank.ts';
import { USUAL_DRIFT } from './usual-drift.ts';

/** Source of a block that the clamps of the cell itself show. */
export const THIS_CELL = 'measured_on_this_cell';

/** What the clamps show, see clampChange. */
export type MeasuredChange = Pick<ClampChange, 'channels' | 'runDown' | 'residual'>;

/** A channel's change, a share of what it was before, with an interval. */
export interface ShownChange {
  readonly channel: string;
  /** -0.4: 40 % less. */
  readonly change: number;
  readonly low: number;
  readonly high: number;
}

export interface MeasuredDrug {
  readonly drug: string;
  readonly freeCmaxNm: number | null;
  /** Free concentration in the second recording, nM. */
  readonly atNm: number;
  /** Names of the two recordings. */
  readonly recordings: readonly [before: string, after: string];
}

/**
 * What a cell's own clamps before and with a drug show, as a source like any other. At the concentration of the recording a channel's block
 * is what was measured, with an SD that holds what channels do without a drug too; at others a Hill coefficient of 1 is assumed. The
 * run-down common to all currents happens without a drug as well and is no block.
 */
export function measuredEntry(
  { drug, freeCmaxNm, atNm, recordings }: MeasuredDrug,
  { channels, runDown, residual }: MeasuredChange,
): DrugEntry {
  const percent = (log: number): string => `${Math.round(100 * Math.expm1(log)) + 0} %`;
  return {
    drug,
    sourceId: THIS_CELL,
    freeCmaxNm,
    channels: channels.flatMap(({ channel, log, sd }): PublishedBlock[] =>
      isDrugChannel(channel)
        ? [
            {
              ...blockOfChange(channel, log, atNm),
              extrapolated: false,
              hillGiven: false,
              testedToNm: atNm,
              measured: { log, sd: Math.hypot(sd, USUAL_DRIFT[channel] ?? 0), atNm },
            },
          ]
        : [],
    ),
    note:
      `Measured on this cell at ${atNm} nM by its clamps ${recordings.join(' and ')}: ` +
      `${channels.map(({ channel, log }) => `${channel} ${percent(log)}`).join(', ')}; ${residual.toFixed(2)} pA/pF are not explained. ` +
      `A run-down of all currents (${percent(runDown.log)}) is not part of it.`,
  };
}

/** The same of a drug by its name, which is written as the table has it and takes its free Cmax: the one way of app and command line. */
export function measuredSource(table: readonly DrugEntry[], drug: Omit<MeasuredDrug, 'freeCmaxNm'>, change: MeasuredChange): DrugEntry {
  const known = defaultEntry(table, drug.drug);
  return measuredEntry({ ...drug, drug: known?.drug ?? drug.drug, freeCmaxNm: known?.freeCmaxNm ?? null }, change);
}

/** The concentration at which an entry was measured on the cell, nM; null for one of a laboratory. */
export function measuredAtNm({ channels }: Pick<DrugEntry, 'channels'>): number | null {
  return channels.find(({ measured }) => measured !== undefined)?.measured?.atNm ?? null;
}

/** What a block that was measured at one concentration is at another; null at its own, and without drug. */
export function measuredBadge(entry: Pick<DrugEntry, 'channels'>, concentrationNm: number): string | null {
  const atNm = measuredAtNm(entry);
  if (atNm === null || concentrationNm === atNm || concentrationNm === 0) return null;
  return `Extrapolated: measured at ${atNm} nM only; at ${concentrationNm} nM by a Hill coefficient of 1, which is assumed.`;
}

function isDrugChannel(name: string): name is DrugChannel {
  return (DRUG_CHANNELS as readonly string[]).includes(name);
}
