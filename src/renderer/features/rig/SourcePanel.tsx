import { Button } from '@blueprintjs/core';
import { setupFor, USUAL_SETUP } from '../../../core/amplifier/recording-setup.ts';
import { parsePort, portText, type RigPort } from '../../../shared/rig/rig-port.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { isLive } from '../../ui/rigStateLook.ts';
import { Panel } from '../../ui/Panel.tsx';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { openRigDialog } from './cell/cellActions.ts';
import { ManipulatorLine } from './manipulator/ManipulatorLine.tsx';
import { SimulatedPipette } from './SimulatedPipette.tsx';
import { changeRigForm, connectRig, disconnectRig, refreshPorts } from './rigActions.ts';

const BUILT_IN: RigPort = { kind: 'simulated' };
/** Value of the choice to type a port; no port has this text. */
const TYPED_PORT = '';

/** Which device: the built-in simulated rig, a listed port, or a typed path. */
export function SourcePanel() {
  const workstation = useWorkstation();
  const rig = useAppState((state) => state.rig);
  const form = useAppState((state) => state.rigForm);
  const ports = valueOf(useAppState((state) => state.ports));
  const busy = useAppState((state) => state.pending.has('connect'));
  const live = isLive(rig.state);
  const options = [
    { value: portText(BUILT_IN), label: 'Simulated rig (built in)' },
    ...(ports?.ports ?? [])
      .filter(({ port }) => port.kind !== 'simulated')
      .map(({ port, label }) => ({ value: portText(port), label: labelOf(portText(port), label) })),
    { value: TYPED_PORT, label: 'Other port …' },
  ];
  return (
    <Panel
      title="Device"
      aside={
        <>
          <Button size="small" variant="minimal" data-testid="open-manipulator" onClick={() => openRigDialog(workstation, 'manipulator')}>
            Manipulator
          </Button>
          <Button size="small" variant="minimal" disabled={live} onClick={() => void refreshPorts(workstation)}>
            Search ports
          </Button>
        </>
      }
    >
      <div className="row row-end">
        <SelectField
          label="Port"
          value={form.port === null ? TYPED_PORT : portText(form.port)}
          options={options}
          disabled={live}
          testId="port-select"
          onChange={(value) => changeRigForm(workstation, { port: value === TYPED_PORT ? null : parsePort(value) })}
        />
        <Button
          className="row-action"
          size="small"
          loading={busy || rig.state === 'connecting'}
          disabled={live && rig.state !== 'idle' && rig.state !== 'fault'}
          intent={live ? 'none' : 'primary'}
          data-testid="connect"
          onClick={() => void (live ? disconnectRig(workstation) : connectRig(workstation))}
        >
          {live ? 'Disconnect' : 'Connect'}
        </Button>
      </div>
      {form.port === null && !live && (
        <QuantityField
          label="Path of the port"
          text
          value={form.typedPort}
          placeholder="/dev/ttyACM0 or COM3"
          onChange={(typedPort) => changeRigForm(workstation, { typedPort })}
        />
      )}
      {rig.device !== null && (
        <p className="fine">
          {rig.device.name} · firmware {rig.device.firmware} · serial {rig.device.serial}
          <RecordsWith />
        </p>
      )}
      <FrontKnobs />
      <SimulatedPipette />
      <ManipulatorLine />
      {rig.device === null && ports?.note !== null && ports?.note !== undefined && <p className="fine">{ports.note}</p>}
    </Panel>
  );
}

function labelOf(port: string, label: string): string {
  return label === port ? port : `${label} · ${port}`;
}

/** Rate, filter and gain that the next recording will have. */
function RecordsWith() {
  const capabilities = useAppState((state) => state.rig.capabilities);
  const recording = useAppState((state) => state.rigSettings?.recording) ?? USUAL_SETUP;
  if (capabilities === null) return null;
  const { chosen, problems } = setupFor(recording, capabilities);
  return (
    <span className="records-with" data-testid="records-with">
      Records at {chosen.sampleRateHz / 1000} kHz, filter {chosen.filterHz / 1000} kHz, ±{chosen.rangePa / 1000} nA
      {problems.length > 0 && <strong title={problems.join(' ')}> · not all as set</strong>}
    </span>
  );
}

/** Where the knobs of the amplifier in front of the device stand; loud where they differ from what the device is set up for. */
function FrontKnobs() {
  const front = useAppState((state) => state.rig.front);
  if (front === null) return null;
  const { name, gainMvPa, filterHz, capacitancePf, mode, mismatch } = front;
  const known = [
    mode,
    gainMvPa === null ? null : `gain ${Number(gainMvPa.toPrecision(3))} mV/pA`,
    filterHz === null ? null : `filter ${filterHz / 1000} kHz`,
    capacitancePf === null ? null : `capacitance ${Number(capacitancePf.toPrecision(3))} pF`,
  ].filter((words) => words !== null);
  return (
    <div data-testid="front-knobs">
      <p className="fine">
        Knobs of the {name}: {known.length === 0 ? 'none is reported' : known.join(', ')}
      </p>
      {mismatch !== null && (
        <p role="alert" className="knob-mismatch">
          <strong>▲ {mismatch}</strong>
        </p>
      )}
    </div>
  );
}
