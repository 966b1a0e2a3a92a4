import { Button } from '@blueprintjs/core';
import { valueOf } from '../../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { dateTime } from '../../../ui/quantity.ts';
import { ComparedStudies } from './ComparedStudies.tsx';
import { compareStudy, openStudy, removeStudy } from './studyActions.ts';

/** Experiments that were run: open, compare with the open one, remove. */
export function StoredTab() {
  const workstation = useWorkstation();
  const stored = valueOf(useAppState((state) => state.drugStudies)) ?? [];
  const { study, compared } = useAppState((state) => state.drugStudy);
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
                <th scope="row" className="wraps">
                  {drug.replaceAll('_', ' ')}
                </th>
                <td className="wraps">{cells}</td>
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
      {compared !== null && <ComparedStudies compared={compared} />}
    </div>
  );
}
