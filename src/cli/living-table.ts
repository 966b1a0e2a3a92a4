import { isInside, featuresOf, type LivingRow, type LivingSummary } from '../inference/index.ts';
import { pairs, shown, table } from './table.ts';

/** Figures over the cells, then one line a cell: recorded / twin. */
export function livingTable(summary: LivingSummary, rows: readonly LivingRow[], threads: number): string[] {
  const percent = ({ median, p90 }: LivingSummary['apd50Err']): string =>
    `${shown(median, 1)} % median, ${shown(p90, 1)} % 90th percentile`;
  return [
    ...pairs([
      ['Cells', `${summary.n}, ${summary.mode}`],
      [
        'Beats or rests as its cell',
        `${rows.filter((row) => row.twin === row.class).length} of ${summary.n}; of the resting ones ${summary.restingRight}`,
      ],
      ['Cycle length', percent(summary.cycleLengthErr)],
      ['APD50', percent(summary.apd50Err)],
      ['APD90', percent(summary.apd90Err)],
      ['MDP or resting potential', `${shown(summary.mdpErrMv, 1)} mV median`],
      ['Peak', `${shown(summary.peakErrMv, 1)} mV median`],
      ['Inside the ensemble', summary.inRange === null ? '-' : `${shown(100 * summary.inRange, 0)} % of the features`],
      [
        'Clamp residual',
        `${shown(summary.residualPaPf, 2)} pA/pF median, ${shown(summary.residualRatio, 2)} times that of the clamp alone`,
      ],
      [
        'Alarm',
        `speaks for ${summary.alarm.speaks} of ${summary.alarm.wrong} twins whose beat is wrong, ` +
          `silent for ${summary.alarm.silent} of ${summary.alarm.right} whose beat is right`,
      ],
      ['Time', `${shown(summary.secondsMedian, 1)} s a cell (median), ${threads} threads`],
    ]),
    '',
    ...table(
      ['Cell', 'It', 'Its twin', 'Cycle ms', 'APD50 ms', 'APD90 ms', 'MDP mV', 'Peak mV', 'Residual', 'Inside', 'Prior', 's'],
      rows.map((row) => [
        row.cell,
        row.class,
        row.failed === null ? row.twin : 'none',
        both(row, 'cycleLengthMs', 0),
        both(row, 'apd50Ms', 0),
        both(row, 'apd90Ms', 0),
        both(row, 'mdpMv', 1),
        both(row, 'peakMv', 1),
        shown(row.residualPaPf, 2),
        `${featuresOf(row).filter((key) => isInside(row, key)).length}/${featuresOf(row).length}`,
        row.priorCells === 0 ? 'wide' : `${row.priorCells} cells`,
        shown(row.seconds, 0),
      ]),
    ),
    ...rows.flatMap(({ cell, failed }) => (failed === null ? [] : [`${cell}: ${failed}`])),
  ];
}

function both(
  { recorded, predicted }: LivingRow,
  key: 'cycleLengthMs' | 'apd50Ms' | 'apd90Ms' | 'mdpMv' | 'peakMv',
  digits: number,
): string {
  return `${shown(recorded[key], digits)} / ${shown(predicted[key], digits)}`;
}
