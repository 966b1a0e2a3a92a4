import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { fixed } from '../../ui/quantity.ts';
import { Panel } from '../../ui/Panel.tsx';
import type { RigState } from '../../ui/rigStateLook.ts';
import { Readout } from '../../ui/Readout.tsx';
import { testMembrane } from './rigActions.ts';

const HINT: Partial<Record<RigState, string>> = {
  idle: 'Not tested yet. Press Test before you record.',
  disconnected: 'Connect a device first.',
};

export function MembranePanel() {
  const workstation = useWorkstation();
  const { state, membraneTest: test } = useAppState((app) => app.rig);
  const busy = useAppState((app) => app.pending.has('membrane-test'));
  return (
    <Panel
      title="Membrane test"
      aside={
        <Button size="small" disabled={state !== 'idle'} loading={busy} data-testid="membrane-test" onClick={() => void testMembrane(workstation)}>
          Test
        </Button>
      }
    >
      {test === null ? (
        <p className="fine">{HINT[state] ?? 'Possible when the rig is idle.'}</p>
      ) : (
        <div className="readout-grid">
          <Readout label="Rs" value={fixed(test.seriesResistanceMohm, 2)} unit="MΩ" />
          <Readout label="Cm" value={fixed(test.membraneCapacitancePf, 1)} unit="pF" />
          <Readout label="Rm" value={fixed(test.membraneResistanceMohm, 0)} unit="MΩ" />
          <Readout label="I hold" value={fixed(test.holdingCurrentPa, 1)} unit="pA" />
          <Readout label="Noise" value={fixed(test.noisePa, 2)} unit="pA" />
          <Readout label="Rs·Cm" value={fixed((test.seriesResistanceMohm * test.membraneCapacitancePf) / 1000, 2)} unit="ms" />
        </div>
      )}
    </Panel>
  );
}
