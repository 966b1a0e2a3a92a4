import type { ProtocolScore } from '../../../shared/contract/schemas.ts';
import { fixed, signed } from '../../ui/quantity.ts';
import { SCORE_FIGURES } from './scoreFigures.ts';

interface ScoreTableProps {
  readonly score: ProtocolScore;
  readonly other: ProtocolScore | null;
  readonly otherName: string;
  readonly totals: { readonly own: TimeFigures; readonly other: TimeFigures | null };
}

export interface TimeFigures {
  readonly totalS: number;
  readonly aboveZeroS: number;
  readonly segments: number;
}

/** Figures of the score, and of another protocol with the differences. */
export function ScoreTable({ score, other, otherName, totals }: ScoreTableProps) {
  const times: readonly {
    readonly label: string;
    readonly unit: string;
    readonly digits: number;
    readonly of: (times: TimeFigures) => number;
  }[] = [
    { label: 'Total', unit: 's', digits: 3, of: ({ totalS }) => totalS },
    { label: 'Above 0 mV', unit: 's', digits: 3, of: ({ aboveZeroS }) => aboveZeroS },
    { label: 'Segments', unit: '', digits: 0, of: ({ segments }) => segments },
  ];
  const rows = [
    ...SCORE_FIGURES.map(({ label, note, unit, digits, of }) => ({
      label,
      note,
      unit,
      digits,
      own: of(score),
      compared: other === null ? null : of(other),
    })),
    ...(totals.other === null
      ? []
      : times.map(({ label, unit, digits, of }) => ({
          label,
          note: '',
          unit,
          digits,
          own: of(totals.own),
          compared: of(totals.other as TimeFigures),
        }))),
  ];
  const compares = other !== null;
  return (
    <table className="table score-table">
      <thead className={compares ? '' : 'visually-hidden'}>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" className="num">
            This
          </th>
          {compares && (
            <th scope="col" className="num score-other" title={otherName}>
              {otherName}
            </th>
          )}
          {compares && (
            <th scope="col" className="num">
              Difference
            </th>
          )}
          <th scope="col">Unit</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, note, unit, digits, own, compared }) => (
          <tr key={label}>
            <th scope="row" title={note}>
              {label}
            </th>
            <td className="num" data-testid={`score-${label}`}>
              {fixed(own, digits)}
            </td>
            {compares && <td className="num">{fixed(compared, digits)}</td>}
            {compares && <td className="num">{compared === null ? '–' : signed(own - compared, digits)}</td>}
            <td className="muted">{unit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
