import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { renewTwins } from './renewTwins.ts';

/** Living cells whose twins were made with the prior of simulated ones, and the button that infers them again. */
export function OldTwins({ sessions }: { readonly sessions: readonly SessionSummary[] }) {
  const workstation = useWorkstation();
  const [working, setWorking] = useState(false);
  const count = sessions.reduce((sum, { oldTwins }) => sum + oldTwins, 0);
  if (count === 0) return null;
  const start = async (): Promise<void> => {
    setWorking(true);
    await renewTwins(workstation, sessions);
    setWorking(false);
  };
  return (
    <div className="old-twins" data-testid="old-twins">
      <p className="fine">
        <strong>▲ {count === 1 ? 'One recording' : `${count} recordings`} of living cells</strong> with twins of the narrow prior of
        simulated cells.
      </p>
      <Button size="small" loading={working} data-testid="renew-twins" onClick={() => void start()}>
        Infer again
      </Button>
    </div>
  );
}
