import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { readManipulator, stopManipulator } from './manipulatorActions.ts';

/** Where the connected micromanipulator is, and its stop; nothing without one. */
export function ManipulatorLine() {
  const workstation = useWorkstation();
  const manipulator = useAppState((state) => state.rig.manipulator);
  const busy = useAppState((state) => state.pending.has('manipulator-position'));
  if (manipulator === null) return null;
  const { name, position, isPolled, problem } = manipulator;
  return (
    <div className="manipulator-line" data-testid="manipulator">
      <div>
        <span className="fine">{name}</span>
        {position === null ? (
          <span role="alert" className="manipulator-problem">
            <strong>▲ {problem ?? 'Not asked yet.'}</strong>
          </span>
        ) : (
          <span className="num" title="From its own origin, in µm">
            x {fixed(position.xUm, 1)} y {fixed(position.yUm, 1)} z {fixed(position.zUm, 1)} µm
          </span>
        )}
      </div>
      {!isPolled && (
        <Button size="small" loading={busy} data-testid="read-manipulator" onClick={() => void readManipulator(workstation)}>
          Read
        </Button>
      )}
      <Button
        size="small"
        title="Ends its movement at once (key Shift H)"
        data-testid="stop-manipulator"
        onClick={() => void stopManipulator(workstation)}
      >
        Stop
      </Button>
    </div>
  );
}
