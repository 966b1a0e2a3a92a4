import { DEFAULT_CELL } from '../../cell/models.ts';
import type { Twin, InformedBy } from '../../twin/twin.ts';
import { BEAT_FEATURES } from '../../twin/beat-features.ts';
import { htmlTable, paragraph, section } from '../html-table.ts';
import type { CellTruth, ReportData } from '../report-data.ts';
import { figure, signedFigure } from '../text.ts';

/** Error of the twin against the true cell, which is known only for a simulated cell. */
export function truthSection({ truth, twin, otherTwins }: ReportData): string {
  if (truth === null) return '';
  const groups: readonly (readonly [string, (informedBy: InformedBy) => boolean])[] = [
    ['Informed by the data', (by) => by === 'data'],
    ['Partly', (by) => by === 'partly'],
    ['By the prior', (by) => by === 'prior'],
    ['Of a misfit', (by) => by === 'nothing'],
    ['All', () => true],
  ];
  const twins = [twin, ...otherTwins.map((other) => other.twin)];
  const rows = twins.flatMap((one) =>
    groups.flatMap(([name, belongs]) => {
      const errors = errorsOf(one, truth, belongs);
      if (errors.count === 0 && name === 'Of a misfit') return [];
      return [
        [
          `${one.method}: ${name.toLowerCase()}`,
          String(errors.count),
          figure(100 * errors.rms, 1),
          figure(100 * errors.priorRms, 1),
          errors.count === 0 ? '–' : `${errors.covered} of ${errors.count}`,
        ],
      ];
    }),
  );
  const beats = BEAT_FEATURES.map(({ key, label, unit, digits, relative }) => {
    const a = truth.beat.features[key];
    const b = twin.beat.features[key];
    const difference =
      a === null || b === null ? '–' : relative && a !== 0 ? `${signedFigure((100 * (b - a)) / a, 1)} %` : signedFigure(b - a, digits);
    return [`${label}, ${unit}`, figure(a, digits), figure(b, digits), difference];
  });
  return section(
    'truth',
    'Twin against the true simulated cell',
    paragraph(
      `The simulated rig drew this cell from seed ${truth.seed}, so its parameters are known. They were not used to make the ` +
        `twin. A real cell has no such section.`,
    ),
    '<div class="columns">',
    htmlTable(['Parameters', 'Count', 'rms error, %', 'Published cell, %', 'In 90 % interval'], rows),
    htmlTable(
      ['Untouched cell', 'True', 'Twin', 'Difference'],
      [['Outcome', truth.beat.outcome, twin.beat.outcome, truth.beat.outcome === twin.beat.outcome ? 'same' : 'different'], ...beats],
    ),
    '</div>',
    paragraph(
      'rms error: of the multipliers. Published cell: the error if nothing had been inferred. Untouched cell: without pipette and leak.',
      'caption',
    ),
  );
}

function errorsOf(
  twin: Twin,
  truth: CellTruth,
  belongs: (informedBy: InformedBy) => boolean,
): { count: number; rms: number; priorRms: number; covered: number } {
  let count = 0;
  let square = 0;
  let priorSquare = 0;
  let covered = 0;
  DEFAULT_CELL.varied.forEach(({ id }, i) => {
    const parameter = twin.parameters.find((p) => p.id === id);
    const real = truth.multipliers[i];
    if (parameter === undefined || real === undefined || !belongs(parameter.informedBy)) return;
    count++;
    square += (parameter.multiplier - real) ** 2;
    priorSquare += (1 - real) ** 2;
    if (real >= parameter.interval90[0] && real <= parameter.interval90[1]) covered++;
  });
  return { count, rms: Math.sqrt(square / count), priorRms: Math.sqrt(priorSquare / count), covered };
}
