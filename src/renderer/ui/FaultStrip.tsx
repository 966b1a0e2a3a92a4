import { useAppState } from '../state/useWorkstation.ts';

/** Why the rig is in fault and what to do, on every desk until it is over. */
export function FaultStrip() {
  const fault = useAppState((state) =>
    state.rig.state === 'fault' ? (state.rig.fault ?? 'The device gave no reason. Disconnect and connect again.') : null,
  );
  if (fault === null) return null;
  return (
    <div className="fault-strip" role="alert" data-testid="fault">
      <strong>Fault.</strong> {fault}
    </div>
  );
}
