import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { chooseCopies } from './cellActions.ts';

/** Where a copy of each cell goes once it is closed. It holds at once, without Save. */
export function CopiesLine() {
  const workstation = useWorkstation();
  const folder = useAppState((state) => state.copyFolder);
  const busy = useAppState((state) => state.pending.has('copies'));
  return (
    <div className="copies-line">
      <p className="one-line" title={folder ?? undefined} data-testid="copy-folder">
        {folder === null ? 'A copy of each cell in a second folder: none is made.' : `A copy of each closed cell goes into ${folder}`}
      </p>
      <Button size="small" loading={busy} data-testid="choose-copies" onClick={() => void chooseCopies(workstation, false)}>
        Choose folder …
      </Button>
      <Button size="small" disabled={folder === null || busy} data-testid="no-copies" onClick={() => void chooseCopies(workstation, true)}>
        No copies
      </Button>
    </div>
  );
}
