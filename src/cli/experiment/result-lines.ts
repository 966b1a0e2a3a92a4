import { figureNote } from '../../core/drug/sweep-condition.ts';
import type { Experiment, ExperimentResult, SweepLevel } from '../../core/drug/experiment-schema.ts';
import { cellWarnings } from '../../core/drug/experiment-sweep.ts';
import { shown, table } from '../table.ts';

/** Belongs to every figure. */
export const STATIC_BLOCK =
  'Block is static: no trapping, no use dependence. Net charge is not the qNet of CiPA, and no risk class is shown.';

/** A level without its traces. */
export function levelJson(level: SweepLevel): Omit<SweepLevel, 'beat' | 'currents' | 'band'> {
  const { beat: _, currents: __, band: ___, ...rest } = level;
  return rest;
}

/** Table of one cell in one condition, below what must stand beside it. */
export function resultLines({ cells, settings }: Experiment, { cell, condition, levels }: ExperimentResult): string[] {
  const [asked, at] = [cells[cell], settings.conditions[condition]];
  return [
    ...(asked === undefined ? [] : [asked.name, ...cellWarnings(asked)]),
    ...(at === undefined ? [] : [`${figureNote(at)}; ${at.settleS} s at each concentration, then ${at.seconds} s of record.`]),
    ...levelLines(levels),
  ];
}

function levelLines(levels: readonly SweepLevel[]): string[] {
  const range = (spread: { median: number; low: number; high: number } | null | undefined, digits: number): string =>
    spread == null ? '-' : `${shown(spread.median, digits)} (${shown(spread.low, digits)} to ${shown(spread.high, digits)})`;
  return table(
    ['nM', 'Outcomes', 'Cycle (ms)', 'APD90 (ms)', 'Change of APD90 (ms)', 'MDP (mV)', 'Ca (nM)', 'Twin / drug share'],
    levels.map(({ nM, outcomes, features, changes, apd90Shares }) => [
      String(nM),
      Object.entries(outcomes)
        .map(([outcome, share]) => `${Math.round(100 * share)} % ${outcome}`)
        .join('; '),
      range(features['cycleLengthMs'], 0),
      range(features['apd90Ms'], 0),
      range(changes['apd90Ms'], 0),
      range(features['mdpMv'], 1),
      range(features['calciumAmplitudeNm'], 0),
      apd90Shares === null ? '-' : `${shown(apd90Shares.twin, 2)} / ${shown(apd90Shares.drug, 2)}`,
    ]),
  );
}
