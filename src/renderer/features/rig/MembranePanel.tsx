import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { fixed } from '../../ui/quantity.ts';
import { Panel } from '../../ui/Panel.tsx';
import { isOld, type RigState } from '../../ui/rigStateLook.ts';
import { Readout } from '../../ui/Readout.tsx';
import { CompensationButton, CompensationLine } from './cell/CompensationLine.tsx';
import { testMembrane } from './rigActions.ts';

const HINT: Partial<Record<RigState, string>> = {
  idle: 'Not tested yet. Press Test before you record.',
  disconnected: 'Connect a device first.',
};

export function MembranePanel() {
  const workstation = useWorkstation();
  const { state, membraneTest: test } = useAppState((app) => app.rig);
  const old = isOld(state);
  const busy = useAppState((app) => app.pending.has('membrane-test'));
  return (
    <Panel
      title="Membrane test"
      aside={
        <>
          <CompensationButton />
          <Button
            size="small"
            disabled={state !== 'idle'}
            loading={busy}
            data-testid="membrane-test"
            onClick={() => void testMembrane(workstation)}
          >
            Test
          </Button>
        </>
      }
    >
      {test === null ? (
        <p className="fine">{HINT[state] ?? 'Possible when the rig is idle.'}</p>
      ) : (
        <>
          {old && (
            <p className="fine old-note">
              ◷ Old: measured before the device {state === 'fault' ? 'failed' : 'left'}. Test again before you use it.
            </p>
          )}
          <div className="readout-grid">
            <Readout old={old} label="Rs" value={fixed(test.seriesResistanceMohm, 2)} unit="MΩ" />
            <Readout old={old} label="Cm" value={fixed(test.membraneCapacitancePf, 1)} unit="pF" />
            <Readout old={old} label="Rm" value={fixed(test.membraneResistanceMohm, 0)} unit="MΩ" />
            <Readout old={old} label="I hold" value={fixed(test.holdingCurrentPa, 1)} unit="pA" />
            <Readout old={old} label="Noise" value={fixed(test.noisePa, 2)} unit="pA" />
            <Readout
              old={old}
              label="τ"
              value={fixed(test.tauMs ?? (test.seriesResistanceMohm * test.membraneCapacitancePf) / 1000, 2)}
              unit="ms"
              level={test.tooFast === true ? 'warning' : 'normal'}
              note={
                test.tooFast === true ? 'Below 0.1 ms: the output filter hides most of the transient.' : 'Time constant of the transient'
              }
            />
          </div>
        </>
      )}
      <CompensationLine />
    </Panel>
  );
}
