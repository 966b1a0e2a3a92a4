import type { ShownChange } from '../../../core/drug/measured-entry.ts';
import { USUAL_DRIFT, USUAL_DRIFT_CELLS } from '../../../core/drug/usual-drift.ts';
import { CHANGING } from '../../../core/inference/changed-cell.ts';
import type { LogChange } from '../../../core/inference/clamp-change.ts';
import { normalQuantile } from '../../../core/math/normal-distribution.ts';
import { studentQuantile } from '../../../core/math/student-distribution.ts';
import type { MeasuredChange } from './drug-of-cell.ts';

/** What the authors call a cell that got no drug. */
const VEHICLE = 'control';
/** Sets with fewer vehicle cells of their own take USUAL_DRIFT. */
const FEWEST_VEHICLE = 4;
/** The intervals of all channels of a cell together leave out the truth in one cell of ten. */
const UPPER = 1 - 0.05 / CHANGING.length;

export interface DrugRow {
  readonly cell: string;
  readonly drug: string;
  readonly channels: readonly ShownChange[];
  readonly runDown: ShownChange;
  readonly residualPaPf: number;
}

/**
 * Changes with intervals that hold what a channel does without a drug as well: what vehicle cells of the set did, a cell's own change left
 * out where it is one of them.
 */
export function drugTable(measured: readonly MeasuredChange[]): DrugRow[] {
  return measured.map(({ cell, drug, channels, runDown, residualPaPf }) => {
    const others = measured.filter((other) => other.drug === VEHICLE && other.cell !== cell);
    const drift = (channel: string): Drift =>
      others.length < FEWEST_VEHICLE
        ? usualDrift(channel)
        : { sd: Math.sqrt(others.reduce((sum, other) => sum + logOf(other, channel) ** 2, 0) / others.length), cells: others.length };
    return {
      cell,
      drug,
      channels: channels.map((change) => ranged(change, drift(change.channel))),
      runDown: ranged(runDown, { sd: 0, cells: 1 }),
      residualPaPf,
    };
  });
}

/** The change of one cell that has no vehicle cells beside it. */
export function changeRow({ channels, runDown }: Pick<MeasuredChange, 'channels' | 'runDown'>): Pick<DrugRow, 'channels' | 'runDown'> {
  return {
    channels: channels.map((change) => ranged(change, usualDrift(change.channel))),
    runDown: ranged(runDown, { sd: 0, cells: 1 }),
  };
}

/** Whether its interval leaves out no change. */
export function isSignificant({ low, high }: ShownChange): boolean {
  return low > 0 || high < 0;
}

function logOf({ channels }: MeasuredChange, channel: string): number {
  return channels.find((change) => change.channel === channel)?.log ?? 0;
}

function usualDrift(channel: string): Drift {
  return { sd: USUAL_DRIFT[channel] ?? 0, cells: USUAL_DRIFT_CELLS };
}

/** What a channel does without a drug: SD of the logarithm, by so many cells. */
interface Drift {
  readonly sd: number;
  readonly cells: number;
}

/**
 * The few cells that the drift was measured on are as many degrees of freedom: the quantile is Student's, the two variances together having
 * those that Welch and Satterthwaite give them (Biometrics Bulletin 2 (1946) 110).
 */
function ranged({ channel, log, sd }: LogChange, drift: Drift): ShownChange {
  const freedom = (sd ** 2 + drift.sd ** 2) ** 2 / (drift.sd ** 4 / drift.cells);
  const quantile = Number.isFinite(freedom) ? studentQuantile(UPPER, freedom) : normalQuantile(UPPER);
  const reach = quantile * Math.hypot(sd, drift.sd);
  return { channel, change: Math.expm1(log), low: Math.expm1(log - reach), high: Math.expm1(log + reach) };
}
