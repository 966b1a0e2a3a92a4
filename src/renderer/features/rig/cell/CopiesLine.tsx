import { Button } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { chooseCopies, copyAgain, loadCopies } from './cellActions.ts';

/** Where a copy of each cell goes once it is closed, and which are still to be made. It holds at once, without Save. */
export function CopiesLine() {
  const workstation = useWorkstation();
  const { folder, owed } = useAppState((state) => state.cellCopies);
  const busy = useAppState((state) => state.pending.has('copies'));
  useEffect(() => void loadCopies(workstation), [workstation]);
  return (
    <>
      <div className="copies-line">
        <p className="one-line" title={folder ?? undefined} data-testid="copy-folder">
          {folder === null ? 'A copy of each cell in a second folder: none is made.' : `A copy of each closed cell goes into ${folder}`}
        </p>
        <Button size="small" loading={busy} data-testid="choose-copies" onClick={() => void chooseCopies(workstation, false)}>
          Choose folder …
        </Button>
        <Button
          size="small"
          disabled={folder === null || busy}
          data-testid="no-copies"
          onClick={() => void chooseCopies(workstation, true)}
        >
          No copies
        </Button>
      </div>
      {owed > 0 && (
        <div className="copies-line">
          <p className="one-line" data-testid="owed-copies">
            {owed === 1 ? '1 cell is' : `${owed} cells are`} still to be copied: it could not be done when the cell was closed.
          </p>
          <Button size="small" intent="warning" loading={busy} data-testid="copy-again" onClick={() => void copyAgain(workstation)}>
            Copy now
          </Button>
        </div>
      )}
    </>
  );
}
