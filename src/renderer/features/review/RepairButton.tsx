import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { planRepair, repairAction, repairSession } from './upkeepActions.ts';

/** Says what a repair reads and writes before it begins; what it made is opened. */
export function RepairButton({ sessionKey }: { sessionKey: string }) {
  const workstation = useWorkstation();
  const action = repairAction(sessionKey);
  const repairing = useAppState((state) => state.pending.has(action));
  const [plan, setPlan] = useState<ResponseOf<'session:repairPlan'> | null>(null);
  const close = (): void => setPlan(null);
  const start = (): void => {
    close();
    void repairSession(workstation, sessionKey);
  };
  return (
    <>
      <Button
        size="small"
        loading={repairing}
        data-testid="repair-session"
        onClick={() => void planRepair(workstation, sessionKey).then(setPlan)}
      >
        Repair into a new session …
      </Button>
      {plan !== null && (
        <Dialog isOpen title="Repair into a new session" onClose={close}>
          <DialogBody>
            <dl className="repair-plan" data-testid="repair-plan">
              <dt>Reads, and leaves as it is</dt>
              <dd>{plan.file}</dd>
              <dt>Writes</dt>
              <dd>{plan.into}</dd>
            </dl>
            <p>
              The new session gets every recording, sample and twin whose checksum holds. Samples that are lost become gaps. What was saved
              and what was lost is said at the end, and stands in its notes.
            </p>
          </DialogBody>
          <DialogFooter
            actions={
              <>
                <Button text="Cancel" onClick={close} />
                <Button intent="primary" text="Repair" data-testid="repair-start" onClick={start} />
              </>
            }
          />
        </Dialog>
      )}
    </>
  );
}
