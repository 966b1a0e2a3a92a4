import { FEATURE_WORDS, type SweepFeature } from '../../../../core/drug/swept-cell.ts';
import { outcomeFigure } from '../../../../core/report/study/outcome-figure.ts';
import type { StudyView } from '../../../../core/report/study/study-view.ts';
import { fixed } from '../../../ui/quantity.ts';
import { FigureView } from './FigureView.tsx';

const SHOWN: readonly SweepFeature[] = ['cycleLengthMs', 'apd90Ms', 'triangulationMs', 'mdpMv', 'dvdtMaxVs', 'calciumAmplitudeNm'];

/** What each cell does at each concentration, and the measures of those that have them. */
export function OutcomesTab({ view }: { view: StudyView }) {
  const spread = (value: { median: number; low: number; high: number } | null | undefined, digits: number): string =>
    value == null ? '–' : `${fixed(value.median, digits)} (${fixed(value.low, digits)} to ${fixed(value.high, digits)})`;
  return (
    <>
      <FigureView name="outcomes" draw={(width, height) => outcomeFigure(view, width, height)} />
      <div className="study-table">
        <table className="table" data-testid="study-table">
          <thead>
            <tr>
              <th scope="col">nM</th>
              <th scope="col">Most do</th>
              {SHOWN.map((key) => (
                <th key={key} scope="col">
                  {FEATURE_WORDS[key][0].replace(/ \(.*/, '')}, {FEATURE_WORDS[key][1]}
                </th>
              ))}
              <th scope="col">APD90: twin / drug share</th>
            </tr>
          </thead>
          <tbody>
            {view.levels.map((level) => (
              <tr key={level.nM}>
                <th scope="row" className="num">
                  {Number(level.nM.toPrecision(4))}
                </th>
                <td>
                  {level.outcome}, {Math.round(100 * (level.outcomes[level.outcome] ?? 0))} %
                </td>
                {SHOWN.map((key) => (
                  <td key={key} className="num">
                    {spread(level.features[key], FEATURE_WORDS[key][2])}
                  </td>
                ))}
                <td className="num">
                  {level.apd90Shares === null ? '–' : `${fixed(level.apd90Shares.twin, 2)} / ${fixed(level.apd90Shares.drug, 2)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
