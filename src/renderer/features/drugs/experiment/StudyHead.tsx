import { conditionWords } from '../../../../core/drug/sweep-condition.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { ExportMenu } from '../../../ui/ExportMenu.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { SimulatedTag } from '../../../ui/SimulatedTag.tsx';
import { changeStudy } from './studyActions.ts';

const FORMATS = [
  { id: 'html', title: 'Report, HTML', purpose: 'The study with every figure, to read or send.', extension: 'html' },
  { id: 'pdf', title: 'Report, PDF', purpose: 'The same on paper.', extension: 'pdf' },
  { id: 'csv', title: 'CSV', purpose: 'Every measure at every concentration.', extension: 'csv' },
  { id: 'json', title: 'Experiment', purpose: 'To run, compare or report it again on the command line.', extension: 'json' },
] as const;

/** Which cell and condition is shown, what is wrong with its twin, and the export of the study. */
export function StudyHead() {
  const workstation = useWorkstation();
  const { study, running, cell, condition } = useAppState((state) => state.drugStudy);
  if (running !== null)
    return (
      <p className="fine one-line" data-testid="study-running">
        {running.cells[running.part?.cell ?? 0]?.fitFailed === true && <b>▲ The fit of this twin failed. </b>}
        {running.drug}: {Math.round(100 * running.fraction)} % simulated; bands are of the cells so far.
      </p>
    );
  if (study === null) return <p className="fine">Choose a drug, set the experiment on the left and run it; or open a stored one.</p>;
  const of = study.cells[cell];
  const several = study.results.length > 1;
  // Sources are named as in the list of sources.
  const notes = study.notes.map((note) => note.replaceAll('_', ' '));
  return (
    <div className="study-head">
      {several && (
        <SelectField
          label="Shown"
          value={`${cell} ${condition}`}
          options={study.results.map((result) => {
            const at = study.settings.conditions[result.condition];
            const words = at === undefined ? '' : conditionWords(at);
            return { value: `${result.cell} ${result.condition}`, label: `${study.cells[result.cell]?.name ?? ''}: ${words}` };
          })}
          testId="study-shown"
          onChange={(value) => {
            const [nextCell = 0, nextCondition = 0] = value.split(' ').map(Number);
            changeStudy(workstation, { cell: nextCell, condition: nextCondition, answer: null });
          }}
        />
      )}
      <p className="fine study-words" title={notes.join(' ')}>
        {of?.origin === 'simulated' && <SimulatedTag />} {of?.fitFailed === true && <b>▲ The fit of this twin failed. </b>}
        {of !== undefined && of.alarms.length > 0 && <b>▲ {of.alarms.length} alarms of the twin. </b>}
        {notes[0] ?? study.provenance}
      </p>
      <ExportMenu
        formats={FORMATS}
        testId="export-study"
        onExport={(format) => void workstation.attempt('drug:export', { id: study.id, format })}
      />
    </div>
  );
}
