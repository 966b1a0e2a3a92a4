import { useAppState } from '../../../state/useWorkstation.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { fixed } from '../../../ui/quantity.ts';
import { CursorReadout } from './CursorReadout.tsx';
import { PulseControls } from './PulseControls.tsx';
import { PulsePlot } from './PulsePlot.tsx';
import { ViewSwitch } from './ViewSwitch.tsx';

/** The test pulses while nothing is recorded: their last sweeps, and the resistance that they read. */
export function PulsePanel() {
  const rig = useAppState((state) => state.rig);
  const { scope, simulated } = rig;
  const hint =
    rig.state === 'disconnected'
      ? 'Connect a device to see its signal.'
      : scope?.problem != null
        ? // Said in full beside the knobs and in the notice.
          scope.problem === rig.front?.mismatch
          ? 'No test pulses while the knob stands elsewhere. Turn it back, then press Start pulses.'
          : scope.problem
        : scope?.wanted === false && rig.state === 'idle'
          ? 'No test pulses are played. Press Start pulses.'
          : null;
  return (
    <Panel title="Test pulses" className={`live pulses ${simulated ? 'plot-simulated' : ''}`} aside={<ViewSwitch />}>
      <div className="pulse-head">
        <PulseReadout />
        <PulseControls />
      </div>
      <CursorReadout />
      <PulsePlot />
      {hint !== null && (
        <p className="live-hint">
          <span>{hint}</span>
        </p>
      )}
    </Panel>
  );
}

function PulseReadout() {
  const stage = useAppState((state) => state.rig.cell.stage);
  const scope = useAppState((state) => state.rig.scope);
  const reading = scope?.running === true ? scope.reading : null;
  const ohm = reading?.resistanceMohm ?? null;
  const beyondPa = scope?.running === true ? scope.beyondRangePa : null;
  const isGiga = ohm !== null && ohm >= 1000;
  return (
    <p className="pulse-readout num" aria-live="off">
      <span className="readout-label">R</span>
      <strong data-testid="pulse-resistance">
        {reading?.isAtLeast === true ? '> ' : ''}
        {fixed(ohm === null ? null : isGiga ? ohm / 1000 : ohm, isGiga || (ohm ?? 0) < 100 ? 2 : 0)}
      </strong>
      <span className="unit">{isGiga ? 'GΩ' : 'MΩ'}</span>
      {isGiga && stage === 'seal' && (
        <span className="gigaseal" data-testid="gigaseal">
          ● gigaseal
        </span>
      )}
      {beyondPa === null ? (
        <>
          <span className="readout-label">I hold</span>
          <strong>{fixed(reading?.holdingCurrentPa, 1)}</strong>
          <span className="unit">pA</span>
          <span className="fine">
            {scope === null ? '' : `${fixed(scope.pulseMv, 0)} mV for ${fixed(scope.sweepMs - scope.beforeMs, 0)} ms`}
          </span>
        </>
      ) : (
        <strong
          className="beyond-range"
          data-testid="beyond-range"
          title="The current is cut off there. The stage Bath holds an open pipette at 0 mV; the range is under Limits."
        >
          ▲ Current beyond ±{beyondPa / 1000} nA: {stage === 'bath' ? 'choose a larger range' : 'state Bath'}
        </strong>
      )}
    </p>
  );
}
