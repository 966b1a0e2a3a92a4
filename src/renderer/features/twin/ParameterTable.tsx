import { Fragment } from 'react';
import { parameterLabel } from '../../../core/cell/parameter-label.ts';
import type { TwinParameter } from '../../state/appState.ts';
import { fixed, significant } from '../../ui/quantity.ts';
import { shortName } from './filterParameters.ts';
import { IntervalBar } from './IntervalBar.tsx';
import { InformedByBadge } from './InformedByBadge.tsx';

interface ParameterTableProps {
  readonly groups: readonly { readonly current: string; readonly parameters: readonly TwinParameter[] }[];
  readonly priorSd: number;
}

export function ParameterTable({ groups, priorSd }: ParameterTableProps) {
  return (
    <div className="table-scroll" tabIndex={0} aria-label="Parameters">
      <table className="table parameter-table">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col" className="num">
              Value
            </th>
            <th scope="col">Unit</th>
            <th scope="col" className="num">
              Baseline
            </th>
            <th scope="col" className="num">
              ×
            </th>
            <th scope="col">90 % interval</th>
            <th scope="col" title="Informed by">
              Source
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ current, parameters }) => (
            <Fragment key={current}>
              <tr className="group-row">
                <th scope="colgroup" colSpan={7}>
                  {current} <span className="muted">{parameters.length}</span>
                </th>
              </tr>
              {parameters.map((parameter) => (
                <tr key={parameter.id} data-testid="parameter-row" className={`row-${parameter.informedBy}`}>
                  <th scope="row" title={`${parameterLabel(parameter.id)}, ${parameter.unit}`}>
                    {shortName(parameter.id)}
                  </th>
                  <td className="num">{significant(parameter.value, 4)}</td>
                  <td className="muted">{parameter.unit}</td>
                  <td className="num muted">{significant(parameter.baseline, 4)}</td>
                  <td className="num">{fixed(parameter.multiplier, 2)}</td>
                  <td>
                    <IntervalBar multiplier={parameter.multiplier} interval90={parameter.interval90} priorSd={priorSd} />
                  </td>
                  <td>
                    <InformedByBadge informedBy={parameter.informedBy} />
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
