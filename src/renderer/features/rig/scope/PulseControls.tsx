import { Button, SegmentedControl } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { SealSound } from './SealSound.tsx';
import { changeScope, setTestPulses, showCursors, widenScale } from './scopeActions.ts';

/** On or off, and how the current axis is set. */
export function PulseControls() {
  const workstation = useWorkstation();
  const { scale, fixedPa, cursors } = useAppState((state) => state.scope);
  const pulses = useAppState((state) => state.rig.scope);
  const idle = useAppState((state) => state.rig.state === 'idle');
  const busy = useAppState((state) => state.pending.has('scope'));
  return (
    <>
      <SegmentedControl
        size="small"
        aria-label="Scale of the current"
        options={[
          { label: 'Steady', value: 'steady' },
          { label: 'Whole', value: 'whole' },
          { label: `±${fixedPa} pA`, value: 'fixed' },
        ]}
        value={scale}
        onValueChange={(value) => changeScope(workstation, { scale: value === 'whole' || value === 'fixed' ? value : 'steady' })}
      />
      {scale === 'fixed' && (
        <>
          <Button size="small" aria-label="Narrower scale" data-testid="scale-narrower" onClick={() => widenScale(workstation, false)}>
            −
          </Button>
          <Button size="small" aria-label="Wider scale" data-testid="scale-wider" onClick={() => widenScale(workstation, true)}>
            +
          </Button>
        </>
      )}
      <Button
        size="small"
        active={cursors !== null}
        aria-pressed={cursors !== null}
        data-testid="cursors"
        onClick={() => showCursors(workstation, cursors === null)}
      >
        Cursors
      </Button>
      <SealSound />
      <Button
        size="small"
        disabled={!idle || pulses === null}
        loading={busy}
        data-testid="test-pulses"
        onClick={() => void setTestPulses(workstation, pulses?.wanted !== true)}
      >
        {pulses?.wanted === true ? 'Stop pulses' : 'Start pulses'}
      </Button>
    </>
  );
}
