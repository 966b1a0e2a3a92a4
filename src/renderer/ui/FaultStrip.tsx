import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../state/useWorkstation.ts';

/** Why the rig is in fault, what to do, and the one action that may end it; on every desk until it is over. */
export function FaultStrip() {
  const workstation = useWorkstation();
  const { state, fault, port } = useAppState((app) => app.rig);
  const busy = useAppState((app) => app.pending.has('connect'));
  if (state !== 'fault') return null;
  return (
    <div className="fault-strip" role="alert" data-testid="fault">
      <span>
        <strong>Fault.</strong> {fault ?? 'The device gave no reason. Connect again.'}
      </span>
      {port !== null && (
        <Button
          size="small"
          loading={busy}
          title="Closes the port and opens it again"
          data-testid="connect-again"
          onClick={() => void workstation.attempt('rig:connect', { port }, 'connect')}
        >
          Connect again
        </Button>
      )}
    </div>
  );
}
