import { useAppState } from '../state/useWorkstation.ts';
import { InferenceReadout } from '../ui/InferenceReadout.tsx';
import { fixed, minutes } from '../ui/quantity.ts';
import { Readout } from '../ui/Readout.tsx';
import { isOld, STATE_WORD } from '../ui/rigStateLook.ts';
import { NotYetStored } from '../ui/NotYetStored.tsx';
import { SimulatedBadge } from '../ui/SimulatedBadge.tsx';
import { StateGlyph } from '../ui/StateGlyph.tsx';
import { AbortButton } from './AbortButton.tsx';

/** Below this the operator must free space before the next cell. */
const DISK_WARNING_MINUTES = 60;
const DISK_ALARM_MINUTES = 10;
const MODE_NAME = { VC: 'V-clamp', CC: 'I-clamp', I0: 'I = 0' } as const;

function diskLevel(left: number | null): 'normal' | 'warning' | 'alarm' {
  if (left === null || left >= DISK_WARNING_MINUTES) return 'normal';
  return left < DISK_ALARM_MINUTES ? 'alarm' : 'warning';
}

/** Always on screen, on every desk. */
export function StateBar() {
  const rig = useAppState((state) => state.rig);
  const test = rig.membraneTest;
  const old = isOld(rig.state);
  const lastSimulated = useAppState((state) => state.lastSimulated);
  // Old values of a simulated cell are marked as simulated too.
  const simulated = rig.simulated || (old && test !== null && lastSimulated);
  return (
    <header className={`state-bar ${simulated ? 'state-bar-simulated' : ''}`} aria-label="State of the rig">
      <div className="state-cell" role="status" aria-live="polite" title={rig.fault ?? rig.device?.name}>
        <StateGlyph state={rig.state} />
        <span className={`state-word state-${rig.state}`} data-testid="state-word">
          {STATE_WORD[rig.state]}
        </span>
      </div>
      {simulated && <SimulatedBadge />}
      <div className="readouts">
        <NotYetStored seconds={rig.notYetStoredS} />
        <Readout old={old} label="Mode" value={rig.mode === null ? '–' : MODE_NAME[rig.mode]} />
        <Readout old={old} label="Holding" value={fixed(rig.holdingMv, 1)} unit="mV" />
        <Readout old={old} label="Rs" value={fixed(test?.seriesResistanceMohm, 1)} unit="MΩ" note="Series resistance by membrane test" />
        <Readout
          old={old}
          label="Cm"
          value={fixed(test?.membraneCapacitancePf, 1)}
          unit="pF"
          note="Membrane capacitance by membrane test"
        />
        <Readout
          old={old}
          label="Rm"
          value={fixed(test?.membraneResistanceMohm, 0)}
          unit="MΩ"
          note="Membrane resistance by membrane test"
        />
        <Readout
          label="Disk left"
          value={minutes(rig.diskMinutesLeft)}
          level={diskLevel(rig.diskMinutesLeft)}
          note="Recording time left on the disk of the sessions folder"
        />
        <Readout label="Lost samples" value={String(rig.lostSamples)} level={rig.lostSamples > 0 ? 'alarm' : 'normal'} />
        <InferenceReadout />
      </div>
      <AbortButton />
    </header>
  );
}
