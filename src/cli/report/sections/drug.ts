import { BEAT_FEATURES } from '../../beat-lines.ts';
import { htmlTable, paragraph, section } from '../html-table.ts';
import { beatPlots } from './beat.ts';
import type { ReportData } from '../report-data.ts';
import { figure, signedFigure } from '../text.ts';

export function drugSection({ twin, drug }: ReportData): string {
  const before = twin.beat;
  const { after } = drug;
  const rows = BEAT_FEATURES.map(({ key, label, unit, digits, relative }) => {
    const a = before.features[key];
    const b = after.features[key];
    const change = a === null || b === null ? '–' : relative && a !== 0 ? `${signedFigure((100 * (b - a)) / a, 1)} %` : signedFigure(b - a, digits);
    return [`${label}, ${unit}`, figure(a, digits), figure(b, digits), change];
  });
  return section(
    'drug',
    `Drug example: ${drug.title}`,
    beatPlots([
      { name: 'Before', ink: 'recorded', beat: before },
      { name: 'After', ink: 'twin', beat: after },
    ]),
    htmlTable(['', 'Before', 'After', 'Change'], [['Outcome', before.outcome, after.outcome, before.outcome === after.outcome ? 'same' : 'different'], ...rows]),
    paragraph('A prediction of the twin by simple pore block, each state settled for 100 s. Nothing of it was recorded.', 'caption'),
  );
}
