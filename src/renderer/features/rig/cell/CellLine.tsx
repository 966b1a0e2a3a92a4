import { Button } from '@blueprintjs/core';
import { bathWords } from '../../../../core/quality/bath.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { BreakInControls } from './BreakInControls.tsx';
import { OffsetControls } from './OffsetControls.tsx';
import { endSequence } from './sequenceActions.ts';

/** Offset of the electrode, break-in on a seal, what flows over the cell, and how far its sequence is; nothing where none is known. */
export function CellLine() {
  const workstation = useWorkstation();
  const { bath, sequence, offset, stage } = useAppState((state) => state.rig.cell);
  const hasOffset = stage === 'bath' || offset.mv !== 0 || offset.locked;
  const sealed = stage === 'seal' && sequence === null;
  if (bath === null && sequence === null && !hasOffset && !sealed) return null;
  return (
    <div className="cell-line" data-testid="cell-line">
      {hasOffset && <OffsetControls />}
      {sealed && <BreakInControls />}
      {bath !== null && <strong>{bathWords(bath)}</strong>}
      {sequence !== null && (
        <>
          <span className="num">
            Step {sequence.step} of {sequence.steps}, {sequence.done} of {sequence.total} recorded
            {sequence.nextInS === null ? '' : `, next in ${fixed(sequence.nextInS, 0)} s`}
          </span>
          <Button size="small" data-testid="end-sequence" onClick={() => void endSequence(workstation)}>
            End sequence
          </Button>
        </>
      )}
    </div>
  );
}
