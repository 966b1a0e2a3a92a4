import { Button } from '@blueprintjs/core';
import type { TrainingForm as Form } from './slice.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { changeTrainingForm, startTraining, stopTraining } from './trainingActions.ts';
import { goesOn, readTrainingForm } from './trainingForm.ts';

/** Settings of the next network. */
export function TrainingForm() {
  const workstation = useWorkstation();
  const form = useAppState((state) => state.trainingForm);
  const training = useAppState((state) => state.training);
  const protocols = valueOf(useAppState((state) => state.protocols)) ?? [];
  const starting = useAppState((state) => state.pending.has('training'));
  const { settings, problems } = readTrainingForm(form);
  const live = training.kind === 'running' || training.kind === 'stopping';
  const resumes = (training.kind === 'stopped' || training.kind === 'failed') && settings !== null && goesOn(training.settings, settings);
  const field = (name: Exclude<keyof Form, 'protocolId'>, label: string, unit: string) => (
    <QuantityField
      label={label}
      unit={unit}
      value={form[name]}
      disabled={live}
      problem={problems[name]}
      testId={`training-${name}`}
      onChange={(value) => changeTrainingForm(workstation, { [name]: value })}
    />
  );
  return (
    <Panel title="Train a network">
      <SelectField
        label="Protocol"
        value={form.protocolId}
        options={protocols.map(({ id, name }) => ({ value: id, label: name }))}
        disabled={live || protocols.length === 0}
        testId="training-protocol"
        onChange={(protocolId) => changeTrainingForm(workstation, { protocolId })}
      />
      <div className="row">
        {field('lowC', 'Bath, lowest', '°C')}
        {field('highC', 'Bath, highest', '°C')}
      </div>
      <div className="row">
        {field('spreadPercent', 'Spread of the cells, ±', '%')}
        {field('cells', 'Simulated cells', 'cells')}
      </div>
      <div className="row">
        {field('minutes', 'Training time', 'min')}
        <div className="field" />
      </div>
      <p className="fine">
        Cells are simulated first, about a minute for 100,000; then the network learns for the time given, or less when held-out cells are
        no longer predicted better. One temperature or a range; recordings and twins have priority meanwhile.
      </p>
      <div className="row">
        <Button
          fill
          intent="primary"
          disabled={live || settings === null}
          loading={starting}
          data-testid="training-start"
          onClick={() => void startTraining(workstation)}
        >
          {resumes ? 'Resume' : 'Train'}
        </Button>
        <Button
          fill
          disabled={training.kind !== 'running'}
          loading={training.kind === 'stopping'}
          data-testid="training-stop"
          onClick={() => void stopTraining(workstation)}
        >
          Stop and keep
        </Button>
      </div>
    </Panel>
  );
}
