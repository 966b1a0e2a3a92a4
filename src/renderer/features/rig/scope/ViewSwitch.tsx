import { SegmentedControl } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { changeScope } from './scopeActions.ts';

/** Test pulses or the recording in the upper plots. */
export function ViewSwitch() {
  const workstation = useWorkstation();
  const shows = useAppState((state) => state.scope.shows);
  const recording = useAppState((state) => state.rig.recording !== null);
  return (
    <SegmentedControl
      size="small"
      aria-label="What the plots show"
      disabled={recording}
      options={[
        { label: 'Test pulses', value: 'pulses' },
        { label: 'Recording', value: 'run' },
      ]}
      value={shows}
      onValueChange={(value) => changeScope(workstation, { shows: value === 'run' ? 'run' : 'pulses' })}
    />
  );
}
