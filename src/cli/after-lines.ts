import { featuresOf, isInside, type AfterRow, type LivingRow, type TestFigures, type TestSummary } from '../inference/index.ts';
import { shown, table } from './table.ts';

/** What was predicted and not fitted: figures, the later stretch of each cell, and the beat after drug or vehicle. */
export function testLines(
  { later, afterUnchanged, after }: TestFigures,
  rows: readonly LivingRow[],
  tested: readonly AfterRow[],
): string[] {
  const figures = (name: string, { n, classAccuracy, cycleLengthErr, apd90Err, mdpErrMv, inRange }: TestSummary): string[] => [
    name,
    `${n}`,
    percent(classAccuracy),
    `${shown(cycleLengthErr.median, 1)} / ${shown(cycleLengthErr.p90, 1)}`,
    `${shown(apd90Err.median, 1)} / ${shown(apd90Err.p90, 1)}`,
    shown(mdpErrMv, 1),
    percent(inRange),
  ];
  return [
    ...table(
      ['Predicted, not fitted', 'n', 'Class', 'Cycle % median / p90', 'APD90 %', 'MDP mV', 'Inside'],
      [
        figures('Later stretch of the potential', later),
        figures('After drug or vehicle, the twin of before', afterUnchanged),
        figures('After drug or vehicle, with the change that the clamp showed', after),
      ],
    ),
    '',
    ...laterLines(rows),
    '',
    ...afterLines(tested),
  ];
}

function laterLines(rows: readonly LivingRow[]): string[] {
  return table(
    ['Cell', 'Later cycle ms: recorded / twin', 'APD90 ms', 'MDP mV'],
    rows.flatMap(({ cell, later, predicted }) =>
      later === null ? [] : [[cell, ...FEATURES.map(([key, digits]) => `${shown(later[key], digits)} / ${shown(predicted[key], digits)}`)]],
    ),
  );
}

const FEATURES = [
  ['cycleLengthMs', 0],
  ['apd90Ms', 0],
  ['mdpMv', 1],
] as const;

/** After the drug: recorded / twin of before / with the measured change. */
function afterLines(tested: readonly AfterRow[]): string[] {
  return table(
    [
      'Cell',
      'Drug',
      'It',
      'Twin: before, changed',
      'Cycle ms: recorded / before / changed',
      'APD90 ms',
      'MDP mV',
      'Inside',
      'Members alike',
    ],
    [...tested]
      .sort((a, b) => a.drug.localeCompare(b.drug))
      .map((row) => {
        const { cell, drug, recorded, unchanged, predicted, alike } = row;
        const keys = featuresOf(row);
        return [
          cell,
          drug === 'control' ? 'vehicle' : drug,
          row.class,
          `${unchanged.class}, ${predicted.class}`,
          ...FEATURES.map(([key, digits]) =>
            [recorded, unchanged.features, predicted.features].map((of) => shown(of[key], digits)).join(' / '),
          ),
          `${keys.filter((key) => isInside(row, key)).length}/${keys.length}`,
          percent(alike),
        ];
      }),
  );
}

function percent(share: number | null): string {
  return share === null ? '-' : `${shown(100 * share, 0)} %`;
}
