import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { setOffset } from './sequenceActions.ts';

/** Offset of the electrode: zeroed in the bath, then locked. */
export function OffsetControls() {
  const workstation = useWorkstation();
  const { stage, offset } = useAppState((state) => state.rig.cell);
  const busy = useAppState((state) => state.pending.has('offset'));
  const idle = useAppState((state) => state.rig.state === 'idle');
  return (
    <>
      <span className="num" data-testid="offset">
        Offset {fixed(offset.mv, 2)} mV{offset.locked ? ', locked' : ''}
      </span>
      {stage === 'bath' && (
        <Button
          size="small"
          loading={busy}
          disabled={!idle || offset.locked}
          data-testid="zero-offset"
          onClick={() => void setOffset(workstation, 'zero')}
        >
          Zero offset
        </Button>
      )}
      <Button
        size="small"
        disabled={busy}
        data-testid="lock-offset"
        onClick={() => void setOffset(workstation, offset.locked ? 'unlock' : 'lock')}
      >
        {offset.locked ? 'Unlock' : 'Lock'}
      </Button>
    </>
  );
}
