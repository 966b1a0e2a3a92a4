import type { TwinBeat } from '../state/appState.ts';
import { FEATURES, percentChange } from './beatFeatures.ts';
import { fixed, signed } from './quantity.ts';

interface FeatureTableProps {
  readonly first: { readonly name: string; readonly beat: TwinBeat };
  readonly second: { readonly name: string; readonly beat: TwinBeat; readonly testIdPrefix?: string } | null;
  /** How the difference is read: second minus first. */
  readonly differenceName: string;
}

/** Action potential features of one or two cells, with the difference in the unit and in percent. */
export function FeatureTable({ first, second, differenceName }: FeatureTableProps) {
  return (
    <table className="table feature-table">
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col" className="num">{first.name}</th>
          {second !== null && <th scope="col" className="num">{second.name}</th>}
          {second !== null && <th scope="col" className="num" colSpan={2}>{differenceName}</th>}
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
                <td className="num" data-testid={second.testIdPrefix === undefined ? undefined : `${second.testIdPrefix}-${TEST_NAME[key]}`}>
                  {fixed(b, digits)}
                </td>
              )}
              {second !== null && <td className="num">{a === null || b === null ? '–' : signed(b - a, digits)}</td>}
              {second !== null && <td className="num muted">{percent && percentChange(a, b) !== null ? `${signed(percentChange(a, b), 1)} %` : ''}</td>}
              <td className="muted">{unit}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
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
