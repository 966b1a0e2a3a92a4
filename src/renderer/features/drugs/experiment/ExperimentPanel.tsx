import { Button, Checkbox } from '@blueprintjs/core';
import { measuredAtNm } from '../../../../core/drug/measured-entry.ts';
import type { AppState } from '../../../state/appState.ts';
import { valueOf } from '../../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { chosenEntry } from '../chosenEntry.ts';
import { besideOf, cmaxOf, concentrationsOf, conditionsOf, fieldProblem, TIME_KEYS, timeOf, washOfForm } from './readExperiment.ts';
import { cancelExperiment, cellChoice, changeExperiment, runExperiment } from './studyActions.ts';
import { NEW_EXPERIMENT, type ExperimentForm } from './studyState.ts';

const KINDS = [
  { value: 'levels', label: 'Each concentration by itself' },
  { value: 'wash', label: 'Wash-in and wash-out in time' },
] as const;

const CELLS = [
  { value: 'twin', label: 'This twin and its ensemble' },
  { value: 'session', label: 'Every twin of this session' },
  { value: 'published', label: 'The published cell' },
  { value: 'population', label: 'A synthetic population of 100 cells' },
] as const;

/** Concentrations and conditions of an experiment; several values in a field are combined. */
export function ExperimentPanel() {
  const workstation = useWorkstation();
  const { form, running } = useAppState((state) => state.drugStudy);
  const open = valueOf(useAppState((state) => state.openTwin));
  const cmax = useAppState(freeCmaxOf);
  const atNm = useAppState(measuredNmOf);
  const conditions = fieldProblem(() => conditionsOf(form));
  const inTime = form.kind === 'wash';
  // A time that cannot be used says so at its own field.
  const timeProblem = inTime ? (TIME_KEYS.map((key) => problemOf(form, key)).find((problem) => problem !== null) ?? null) : null;
  const asked = (): unknown => (inTime ? washOfForm(form, cmax, atNm) : concentrationsOf(form, cmax, atNm));
  const problems = [fieldProblem(asked), fieldProblem(() => besideOf(form)), conditions];
  const field = (key: keyof ExperimentForm, label: string, unit: string, placeholder: string) => (
    <QuantityField
      label={label}
      unit={unit}
      value={String(form[key])}
      placeholder={placeholder}
      problem={problemOf(form, key)}
      testId={`experiment-${key}`}
      onChange={(text) => changeExperiment(workstation, { [key]: text })}
    />
  );
  return (
    <Panel title="Experiment" className="experiment-form" aside={<span className="fine">values with commas are combined</span>}>
      <SelectField
        label="Experiment"
        value={form.kind}
        options={KINDS}
        testId="experiment-kind"
        onChange={(kind) => changeExperiment(workstation, { kind: kind as ExperimentForm['kind'] })}
      />
      <QuantityField
        label={inTime ? 'Concentrations, one after the other' : 'Concentrations'}
        unit="nM"
        text
        value={form.concentrations}
        placeholder={usualConcentrations(inTime, cmax, atNm)}
        problem={timeProblem === null ? (problems[0] ?? null) : null}
        testId="experiment-concentrations"
        onChange={(concentrations) => changeExperiment(workstation, { concentrations })}
      />
      {inTime && (
        <div className="experiment-grid">
          {field('controlS', 'Control', 's', '0')}
          {field('eachS', 'Each', 's', '120')}
          {field('washS', 'Wash', 's', '0')}
          {field('timeConstantS', 'Bath τ', 's', '0')}
        </div>
      )}
      <QuantityField
        label="Other drugs beside it"
        text
        value={form.beside}
        placeholder="verapamil=81, ..."
        problem={problems[1] ?? null}
        testId="experiment-beside"
        onChange={(beside) => changeExperiment(workstation, { beside })}
      />
      <SelectField
        label="Cells"
        value={cellChoice(form, open)}
        options={open === null ? CELLS.slice(2) : CELLS}
        testId="experiment-cells"
        onChange={(cells) => changeExperiment(workstation, { cells: cells as ExperimentForm['cells'] })}
      />
      <div className="experiment-grid">
        {field('pace', 'Pacing', 'ms', 'free')}
        {!inTime && field('s2', 'S2', 'ms', 'none')}
        {field('temperature', 'Temp.', '°C', 'own')}
        {field('potassium', 'K out', 'mM', '5.4')}
        {field('calcium', 'Ca out', 'mM', '1.8')}
        {field('sodium', 'Na out', 'mM', '140')}
        {field('leak', 'Leak', 'nS/pF', '0')}
      </div>
      <Choices form={form} />
      {conditions !== null && <span className="field-problem">{conditions}</span>}
      {running === null ? (
        <Button
          fill
          className="experiment-run"
          intent="primary"
          disabled={problems.some((problem) => problem !== null)}
          data-testid="experiment-run"
          onClick={() => void runExperiment(workstation)}
        >
          Run the experiment
        </Button>
      ) : (
        <Button fill className="experiment-run" data-testid="experiment-cancel" onClick={() => void cancelExperiment(workstation)}>
          Cancel ({Math.round(100 * running.fraction)} %)
        </Button>
      )}
    </Panel>
  );
}

/** What is switched on; curves of other sources and shares belong to concentrations by themselves. */
function Choices({ form }: { form: ExperimentForm }) {
  const workstation = useWorkstation();
  return (
    <div className="row">
      <Checkbox
        label="IK1 clamp"
        title="Inward rectifier of an adult cell, added by dynamic clamp"
        checked={form.ik1}
        data-testid="experiment-ik1"
        onChange={(event) => changeExperiment(workstation, { ik1: event.currentTarget.checked })}
      />
      {form.kind === 'levels' && (
        <>
          <Checkbox
            label="All sources"
            checked={form.allSources}
            onChange={(event) => changeExperiment(workstation, { allSources: event.currentTarget.checked })}
          />
          <Checkbox
            label="Shares"
            title="How much of the band comes from the twin and how much from the drug: twice as many simulations more"
            checked={form.shares}
            onChange={(event) => changeExperiment(workstation, { shares: event.currentTarget.checked })}
          />
        </>
      )}
    </div>
  );
}

/** What an empty field of concentrations means. */
function usualConcentrations(inTime: boolean, cmax: number | null, atNm: number | null): string {
  if (atNm !== null) return `${atNm} nM, as measured`;
  if (cmax === null) return 'type them: no free Cmax is known';
  return inTime ? '1 and 10 × free Cmax' : '0.1 to 100 × free Cmax';
}

/** Problem of one field by itself, the others left as new. */
function problemOf(form: ExperimentForm, key: keyof ExperimentForm): string | null {
  const time = TIME_KEYS.find((each) => each === key);
  if (time !== undefined) return fieldProblem(() => timeOf(form, time));
  const alone = { ...NEW_EXPERIMENT, [key]: form[key], ...(key === 's2' ? { pace: form.pace || 'free' } : {}) };
  return fieldProblem(() => conditionsOf(alone));
}

/** The concentration at which the chosen source was measured on the cell; null for another source. */
function measuredNmOf(state: AppState): number | null {
  const entry = chosenEntry(state);
  return entry === undefined ? null : measuredAtNm(entry);
}

/** Of the chosen drug or of the own compound that is edited; null where it is not known, or the field cannot be read yet. */
function freeCmaxOf(state: AppState): number | null {
  const entry = chosenEntry(state);
  if (entry !== undefined) return entry.freeCmaxNm;
  const { drugStudy } = state;
  return fieldProblem(() => cmaxOf(drugStudy.compoundCmax)) === null ? cmaxOf(drugStudy.compoundCmax) : null;
}
