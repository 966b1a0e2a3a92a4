import { Button } from '@blueprintjs/core';
import { valueOf } from '../../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { dateTime, fixed } from '../../../ui/quantity.ts';
import { compareStudy, openStudy, removeStudy } from './studyActions.ts';

/** Experiments that were run: open, compare with the open one, remove. */
export function StoredTab() {
  const workstation = useWorkstation();
  const stored = valueOf(useAppState((state) => state.drugStudies)) ?? [];
  const { study, compared } = useAppState((state) => state.drugStudy);
  const median = (value: { median: number } | null): string => (value === null ? '–' : fixed(value.median, 0));
  return (
    <div className="study-table grow">
      {stored.length === 0 && <p className="fine">No experiment is stored yet. Each one is kept as it runs.</p>}
      {stored.length > 0 && (
        <table className="table" data-testid="stored-studies">
          <thead>
            <tr>
              <th scope="col">Drug</th>
              <th scope="col">Cells</th>
              <th scope="col">Made</th>
              <th scope="col">Results</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {stored.map(({ id, drug, cells, createdAt, done, of }) => (
              <tr key={id} className={study?.id === id ? 'row-chosen' : ''}>
                <th scope="row">{drug.replaceAll('_', ' ')}</th>
                <td>{cells}</td>
                <td>{dateTime(createdAt)}</td>
                <td className="num">{done === of ? 'complete' : `${done} of ${of}`}</td>
                <td className="row">
                  <Button size="small" onClick={() => void openStudy(workstation, id)}>
                    Open
                  </Button>
                  <Button size="small" disabled={study === null || study.id === id} onClick={() => void compareStudy(workstation, id)}>
                    Compare
                  </Button>
                  <Button size="small" variant="minimal" disabled={study?.id === id} onClick={() => void removeStudy(workstation, id)}>
                    Remove
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {compared !== null && (
        <>
          <h3>The open experiment (A) against the other (B)</h3>
          <ul className="notes">
            {compared.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">nM</th>
                <th scope="col">Outcome A</th>
                <th scope="col">Outcome B</th>
                <th scope="col">APD90 A, ms</th>
                <th scope="col">APD90 B, ms</th>
              </tr>
            </thead>
            <tbody>
              {compared.levels.map(({ cell, condition, nM, outcomes, apd90Ms }) => (
                <tr key={`${cell} ${condition} ${nM}`}>
                  <th scope="row" className="num">
                    {nM}
                  </th>
                  <td>{outcomes[0]}</td>
                  <td>{outcomes[1]}</td>
                  <td className="num">{median(apd90Ms[0])}</td>
                  <td className="num">{median(apd90Ms[1])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}
