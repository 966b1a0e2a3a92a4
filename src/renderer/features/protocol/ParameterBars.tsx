import { parameterLabel } from '../../../core/cell/parameter-label.ts';
import type { ProtocolScore } from '../../../shared/contract/schemas.ts';
import { fixed, signed } from '../../ui/quantity.ts';
import { shortName } from '../twin/filterParameters.ts';
import { PARAMETER_GROUPS, informedGrade } from './scoreFigures.ts';

/** Smaller differences are not shown as a figure. */
const NOTABLE = 0.005;
/** Width of a full bar alone and beside a difference, px. */
const ALONE_PX = 76;
const COMPARED_PX = 46;

/** A bar for each parameter by current; the tick is the protocol it is compared with. */
export function ParameterBars({ score, other }: { score: ProtocolScore; other: ProtocolScore | null }) {
  return (
    <div className="parameter-bars" data-testid="parameter-bars">
      {PARAMETER_GROUPS.map(({ current, ids }) => (
        <table key={current} className="bar-group">
          <caption>{current}</caption>
          <tbody>
            {ids.map((id) => (
              <ParameterBar key={id} id={id} r2={score.r2[id] ?? 0} other={other?.r2[id] ?? null} />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function ParameterBar({ id, r2, other }: { id: string; r2: number; other: number | null }) {
  const full = other === null ? ALONE_PX : COMPARED_PX;
  const at = (value: number): number => Math.min(1, Math.max(0, value)) * full;
  const difference = other === null ? null : r2 - other;
  const grade = informedGrade(r2);
  return (
    <tr className={`row-${grade}`} data-testid="parameter-bar" data-grade={grade}>
      <th scope="row" title={parameterLabel(id)}>
        {shortName(id)}
      </th>
      <td>
        <svg width={full + 2} height="12" viewBox={`-1 0 ${full + 2} 12`} aria-hidden="true">
          <rect className="meter-track" width={full} height="6" y="3" />
          <rect
            className={`bar-${grade}`}
            width={Math.max(0, at(r2) - (grade === 'prior' ? 1 : 0))}
            height={grade === 'prior' ? 5 : 6}
            y={grade === 'prior' ? 3.5 : 3}
          />
          {other !== null && <line className="bar-mark" x1={at(other)} x2={at(other)} y1="0" y2="12" />}
        </svg>
      </td>
      <td className="num">{fixed(r2, 2)}</td>
      {other !== null && (
        <td className="num muted bar-difference">{difference !== null && Math.abs(difference) >= NOTABLE ? signed(difference, 2) : ''}</td>
      )}
    </tr>
  );
}
