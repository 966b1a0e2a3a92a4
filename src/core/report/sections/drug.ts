import { SETTLE_S } from '../../beat/simulate-beat.ts';
import { FAILED_ANSWER_NOTE } from '../../drug/experiment-sweep.ts';
import { FREE_STATIC_NOTE } from '../../drug/static-block.ts';
import type { EnsembleEffect } from '../../drug/drug-schema.ts';
import type { EnsembleBeat, Spread } from '../../twin/ensemble-beat.ts';
import { fitFailed } from '../../twin/fit-failed.ts';
import { BEAT_FEATURES } from '../../twin/beat-features.ts';
import { htmlTable, list, paragraph, section } from '../html-table.ts';
import { beatPlots } from './beat.ts';
import type { ReportData } from '../report-data.ts';
import { figure, signedFigure } from '../text.ts';

export function drugSection({ session, twin, drug }: ReportData): string {
  const before = twin.beat;
  const { after } = drug;
  const rows = BEAT_FEATURES.map(({ key, label, unit, digits, relative }) => {
    const a = before.features[key];
    const b = after.features[key];
    const change =
      a === null || b === null ? '–' : relative && a !== 0 ? `${signedFigure((100 * (b - a)) / a, 1)} %` : signedFigure(b - a, digits);
    return [`${label}, ${unit}`, figure(a, digits), figure(b, digits), change];
  });
  return section(
    'drug',
    `Drug: ${drug.title}`,
    beatPlots(
      [
        { name: 'Before', ink: 'recorded', beat: before },
        { name: 'After', ink: 'twin', beat: after },
      ],
      session.simulated,
    ),
    htmlTable(
      ['', 'Before', 'After', 'Change'],
      [['Outcome', before.outcome, after.outcome, before.outcome === after.outcome ? 'same' : 'different'], ...rows],
    ),
    drug.ensemble === null ? '' : ensembleTable(drug.ensemble),
    twin.alarms.length === 0
      ? ''
      : paragraph(
          `▲ A prediction of a twin with ${twin.alarms.length === 1 ? 'an alarm' : `${twin.alarms.length} alarms`}: ` +
            twin.alarms.join(' '),
          'alarm-line',
        ),
    fitFailed(twin.fit) ? paragraph(`▲ ${FAILED_ANSWER_NOTE}`, 'alarm-line') : '',
    drug.notes.length === 0 ? '' : list(drug.notes),
    paragraph(
      `${FREE_STATIC_NOTE}: no trapping, no use dependence; each state settled for ${SETTLE_S} s. ` +
        'A prediction of the twin; none of it was recorded.',
      'caption',
    ),
  );
}

/** The cells that the recording cannot distinguish from the twin: medians with the central 90 %, and the change within each. */
function ensembleTable({ before, after, change }: EnsembleEffect): string {
  const range = (spread: Spread | null, digits: number, shown: (value: number, digits: number) => string = figure): string =>
    spread === null ? '–' : `${shown(spread.median, digits)} (${shown(spread.low, digits)} to ${shown(spread.high, digits)})`;
  const outcomes = ({ members, outcomes: shares }: EnsembleBeat): string =>
    Object.entries(shares)
      .map(([outcome, share]) => `${Math.round(share * members)} ${outcome}`)
      .join(', ');
  return (
    `<h3>${before.members} cells that the recording cannot distinguish from the twin: median (90 %)</h3>` +
    htmlTable(
      ['', 'Before', 'After', 'Change within each cell'],
      [
        ['Outcomes', outcomes(before), outcomes(after), ''],
        ...BEAT_FEATURES.map(({ key, label, unit, digits }) => [
          `${label}, ${unit}`,
          range(before.features[key], digits),
          range(after.features[key], digits),
          range(change[key], digits, signedFigure),
        ]),
      ],
    )
  );
}
