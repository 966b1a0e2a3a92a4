import type { EnsembleBeat } from '../../core/twin/ensemble.ts';
import type { TwinBeat } from '../state/appState.ts';
import { FEATURES, percentChange, type FeatureKey } from './beatFeatures.ts';
import { fixed, signed } from './quantity.ts';

interface FeatureTableProps {
  readonly first: { readonly name: string; readonly beat: TwinBeat };
  readonly second: { readonly name: string; readonly beat: TwinBeat; readonly testIdPrefix?: string } | null;
  /** Label of the difference: second minus first. */
  readonly differenceName: string;
  /** Cells that the recording cannot distinguish from the last one shown: their range is given beside it. */
  readonly ensemble?: EnsembleBeat | null;
  /** The change within each of them: median and 90 %. */
  readonly changes?: EnsembleBeat['features'] | null;
}

/** Action potential features of one or two cells, with the difference in the unit and in percent. */
export function FeatureTable({ first, second, differenceName, ensemble = null, changes = null }: FeatureTableProps) {
  return (
    <table className="table feature-table">
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col" className="num">
            {first.name}
          </th>
          {second !== null && (
            <th scope="col" className="num">
              {second.name}
            </th>
          )}
          {ensemble !== null && (
            <th scope="col" className="num" title={`90 % of ${ensemble.members} cells that the recording cannot distinguish from the twin`}>
              90 % range
            </th>
          )}
          {second !== null && (
            <th scope="col" className="num difference" colSpan={2}>
              {differenceName}
            </th>
          )}
          {changes !== null && (
            <th scope="col" className="num" title="Median and central 90 % of the change within each of these cells">
              In each cell
            </th>
          )}
          <th scope="col">Unit</th>
        </tr>
      </thead>
      <tbody>
        {FEATURES.map(({ key, label, unit, digits, percent }) => {
          const a = first.beat.features[key];
          const b = second?.beat.features[key] ?? null;
          return (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td className="num">{fixed(a, digits)}</td>
              {second !== null && (
                <td
                  className="num"
                  data-testid={second.testIdPrefix === undefined ? undefined : `${second.testIdPrefix}-${TEST_NAME[key]}`}
                >
                  {fixed(b, digits)}
                </td>
              )}
              {ensemble !== null && <td className="num muted">{rangeOf(ensemble, key, digits)}</td>}
              {second !== null && <td className="num difference">{a === null || b === null ? '–' : signed(b - a, digits)}</td>}
              {second !== null && (
                <td className="num muted difference">
                  {percent && percentChange(a, b) !== null ? `${signed(percentChange(a, b), 1)} %` : ''}
                </td>
              )}
              {changes !== null && (
                <td className="num" data-testid={`change-within-${TEST_NAME[key]}`}>
                  {changeOf(changes, key, digits)}
                </td>
              )}
              <td className="muted">{unit}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function rangeOf({ features }: EnsembleBeat, key: FeatureKey, digits: number): string {
  const spread = key === 'beats' ? null : features[key];
  return spread === null ? '–' : `${fixed(spread.low, digits)} … ${fixed(spread.high, digits)}`;
}

function changeOf(changes: EnsembleBeat['features'], key: FeatureKey, digits: number): string {
  const spread = key === 'beats' ? null : changes[key];
  return spread === null ? '–' : `${signed(spread.median, digits)} (${signed(spread.low, digits)} … ${signed(spread.high, digits)})`;
}

const TEST_NAME = {
  cycleLengthMs: 'cycle-length',
  apd50Ms: 'apd50',
  apd90Ms: 'apd90',
  mdpMv: 'mdp',
  peakMv: 'peak',
  dvdtMaxVs: 'dvdt-max',
  beats: 'beats',
} as const;
