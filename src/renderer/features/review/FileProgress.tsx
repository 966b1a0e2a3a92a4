import { Button } from '@blueprintjs/core';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { Meter } from '../../ui/Meter.tsx';
import { cancelFileWork } from './exportManyActions.ts';

/** How much of an import or export is done, and the button that ends it. */
export function FileProgress({ kind, fraction }: { kind: 'import' | 'export'; fraction: number }) {
  const workstation = useWorkstation();
  const word = kind === 'import' ? 'Importing' : 'Exporting';
  return (
    <div className="progress-line file-progress">
      <Meter fraction={fraction} label={word} />
      <p className="fine">
        {word}, {Math.round(100 * fraction)} %
      </p>
      <Button size="small" variant="minimal" data-testid={`cancel-${kind}`} onClick={() => void cancelFileWork(workstation, kind)}>
        Cancel
      </Button>
    </div>
  );
}
