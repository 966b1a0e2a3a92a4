import { quantile } from '../../../core/math/quantile.ts';
import { fitFailed } from '../../../core/twin/fit-failed.ts';
import type { LivingMode } from '../../living/living-request.ts';
import { JUDGED_FEATURES, type JudgedFeature, type LivingRow } from './living-row.ts';

/** A twin that does not beat where its cell does, %. */
const ALL_OFF = 100;

export interface Errors {
  readonly median: number | null;
  readonly p90: number | null;
}

/** Figures over the judged cells of a set. */
export interface LivingSummary {
  readonly n: number;
  readonly mode: LivingMode;
  /** Share of the cells whose twin beats or rests as they do, and how many of the resting ones rest. */
  readonly classAccuracy: number;
  readonly restingRight: string;
  /** % of the recorded one, over cells that beat. */
  readonly cycleLengthErr: Errors;
  readonly apd50Err: Errors;
  readonly apd90Err: Errors;
  /** mV, medians; of resting cells the resting potential. */
  readonly mdpErrMv: number | null;
  readonly peakErrMv: number | null;
  /** Share of the cells' features inside the central 90 % of their ensembles. */
  readonly inRange: number | null;
  /** rms, median; over that of the clamp fitted alone, median. */
  readonly residualPaPf: number | null;
  readonly residualRatio: number | null;
  readonly secondsMedian: number | null;
  /** Whether the alarms of the fit or of an open beat speak where the twin's beat is wrong, and are silent where it is right. */
  readonly alarm: { readonly wrong: number; readonly speaks: number; readonly right: number; readonly silent: number };
}

export function summariseLiving(mode: LivingMode, rows: readonly LivingRow[]): LivingSummary {
  const beating = rows.filter((row) => row.class === 'beats');
  const resting = rows.filter((row) => row.class === 'rests');
  const share = (key: JudgedFeature): Errors => {
    const errors = beating.map((row) => percentOff(row, key));
    return { median: quantile(errors, 0.5), p90: quantile(errors, 0.9) };
  };
  const inside = rows.flatMap((row) => featuresOf(row).map((key) => isInside(row, key)));
  return {
    n: rows.length,
    mode,
    classAccuracy: rows.filter((row) => row.twin === row.class).length / Math.max(1, rows.length),
    restingRight: `${resting.filter((row) => row.twin === 'rests').length} of ${resting.length}`,
    cycleLengthErr: share('cycleLengthMs'),
    apd50Err: share('apd50Ms'),
    apd90Err: share('apd90Ms'),
    mdpErrMv: quantile(
      rows.map((row) => millivoltsOff(row, 'mdpMv')),
      0.5,
    ),
    peakErrMv: quantile(
      beating.map((row) => millivoltsOff(row, 'peakMv')),
      0.5,
    ),
    inRange: inside.length === 0 ? null : inside.filter(Boolean).length / inside.length,
    residualPaPf: quantile(rows.map((row) => row.residualPaPf).filter(Number.isFinite), 0.5),
    residualRatio: quantile(
      rows.flatMap((row) => row.residualRatio ?? []),
      0.5,
    ),
    secondsMedian: quantile(
      rows.map((row) => row.seconds),
      0.5,
    ),
    alarm: alarmOf(rows),
  };
}

/** Cycle lengths further apart than this are two different beats, %. */
const WRONG_PERCENT = 25;

function alarmOf(rows: readonly LivingRow[]): LivingSummary['alarm'] {
  const isWrong = (row: LivingRow): boolean =>
    row.twin !== row.class || (row.class === 'beats' && percentOff(row, 'cycleLengthMs') > WRONG_PERCENT);
  const speaks = ({ failed, chi2PerSample, alarms }: LivingRow): boolean =>
    failed !== null || fitFailed({ chi2PerSample: chi2PerSample ?? NaN }) || alarms.some((alarm) => alarm.includes('leaves open'));
  const [wrong, right] = [rows.filter(isWrong), rows.filter((row) => !isWrong(row))];
  return {
    wrong: wrong.length,
    speaks: wrong.filter(speaks).length,
    right: right.length,
    silent: right.filter((row) => !speaks(row)).length,
  };
}

/** What a cell is judged by: a resting one by its potential alone. */
export function featuresOf(row: Pick<LivingRow, 'class'>): readonly JudgedFeature[] {
  return row.class === 'beats' ? JUDGED_FEATURES : ['mdpMv'];
}

export function isInside({ ensemble, recorded }: Pick<LivingRow, 'ensemble' | 'recorded'>, key: JudgedFeature): boolean {
  const [spread, value] = [ensemble[key], recorded[key]];
  return spread !== null && value !== null && spread.low <= value && value <= spread.high;
}

export function percentOff({ twin, predicted, recorded }: Pick<LivingRow, 'twin' | 'predicted' | 'recorded'>, key: JudgedFeature): number {
  const [own, wanted] = [predicted[key], recorded[key]];
  if (twin !== 'beats' || own === null || wanted === null) return ALL_OFF;
  return Math.min(ALL_OFF, 100 * Math.abs(own / wanted - 1));
}

function millivoltsOff({ predicted, recorded }: LivingRow, key: 'mdpMv' | 'peakMv'): number {
  const [own, wanted] = [predicted[key], recorded[key]];
  return own === null || wanted === null ? ALL_OFF : Math.abs(own - wanted);
}
