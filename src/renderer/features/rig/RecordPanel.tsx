import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { CultureFields } from './cell/CultureFields.tsx';
import { sessionOf } from './cell/openCell.ts';
import { canRecord, recordProblems } from './recordForm.ts';
import { RecordingProgress } from './RecordingProgress.tsx';
import { changeRigForm, chooseProtocol, record, stopRecording } from './rigActions.ts';

/** Which session the next recording goes into. */
function OpenCellLine() {
  const open = useAppState((state) => state.openCell);
  const name = useAppState((state) => state.rigForm.cellName.trim());
  const device = useAppState((state) => state.rig.device?.serial ?? null);
  if (open === null) return null;
  return (
    <p className="fine" data-testid="open-cell">
      {sessionOf(open, name, device) !== null
        ? `Open cell, ${open.runs} ${open.runs === 1 ? 'run' : 'runs'} so far: Record adds to its session.`
        : `Record begins a session for another cell; ${open.cellName} is kept as it is.`}
    </p>
  );
}

export function RecordPanel() {
  const workstation = useWorkstation();
  const form = useAppState((state) => state.rigForm);
  const inSequence = useAppState((app) => app.rig.cell.sequence !== null);
  const starting = useAppState((app) => app.pending.has('record'));
  const protocols = valueOf(useAppState((app) => app.protocols)) ?? [];
  const [pressed, setPressed] = useState(false);
  const openCell = useAppState((app) => app.openCell);
  const rig = useAppState((app) => app.rig);
  const problems = recordProblems({ rigForm: form, openCell, rig });
  const continues = sessionOf(openCell, form.cellName.trim(), rig.device?.serial ?? null) !== null;
  const { state } = rig;
  const running = state === 'armed' || state === 'recording' || state === 'stopping';

  const start = (): void => {
    setPressed(true);
    if (canRecord(problems)) void record(workstation);
  };

  return (
    <Panel title="Recording">
      <QuantityField
        label="Cell"
        text
        value={form.cellName}
        placeholder="for instance 2026-03-14 dish 2 cell 1"
        disabled={running}
        problem={pressed ? problems.cellName : null}
        testId="cell-name"
        onChange={(cellName) => changeRigForm(workstation, { cellName })}
      />
      <OpenCellLine />
      <CultureFields problems={problems} disabled={running || continues} />
      <SelectField
        label="Protocol"
        value={form.protocolId}
        options={protocols.map(({ id, name }) => ({ value: id, label: name }))}
        disabled={running || protocols.length === 0}
        testId="protocol-select"
        onChange={(protocolId) => void chooseProtocol(workstation, protocolId)}
      />
      <div className="row">
        <QuantityField
          label="Bath"
          unit="°C"
          value={form.temperatureC}
          placeholder="not stated"
          testId="bath-temperature"
          disabled={running}
          problem={problems.temperatureC}
          onChange={(temperatureC) => changeRigForm(workstation, { temperatureC })}
        />
        <QuantityField
          label="Spontaneous after"
          unit="s"
          value={form.spontaneousSeconds}
          disabled={running}
          problem={problems.spontaneousSeconds}
          onChange={(spontaneousSeconds) => changeRigForm(workstation, { spontaneousSeconds })}
        />
      </div>
      <div className="row">
        <Button
          fill
          intent="primary"
          disabled={state !== 'idle' || inSequence || form.protocolId === ''}
          loading={starting}
          data-testid="record"
          onClick={start}
        >
          Record
        </Button>
        <Button
          fill
          disabled={state !== 'recording' && state !== 'armed'}
          loading={state === 'stopping'}
          data-testid="stop"
          onClick={() => void stopRecording(workstation)}
        >
          Stop and keep
        </Button>
      </div>
      <RecordingProgress />
    </Panel>
  );
}
