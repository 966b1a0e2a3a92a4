import type { ClampChange } from '../inference/clamp-change.ts';
import { blockOfChange } from './block-of-change.ts';
import { DRUG_CHANNELS, type DrugChannel, type DrugEntry, type PublishedBlock } from './drug-schema.ts';
import { USUAL_DRIFT } from './usual-drift.ts';

/** Source of a block that the clamps of the cell itself show. */
export const THIS_CELL = 'measured_on_this_cell';

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
  { channels, runDown, residual }: Pick<ClampChange, 'channels' | 'runDown' | 'residual'>,
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

function isDrugChannel(name: string): name is DrugChannel {
  return (DRUG_CHANNELS as readonly string[]).includes(name);
}
