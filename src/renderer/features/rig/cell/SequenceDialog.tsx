import { Button, Checkbox, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { recordProblems } from '../recordForm.ts';
import { openRigDialog } from './cellActions.ts';
import { startSequence } from './sequenceActions.ts';
import { planOfDraft, USUAL_SEQUENCE } from './sequenceDraft.ts';
import { SequenceSteps } from './SequenceSteps.tsx';

/** Control, drug and wash of the open cell, recorded without a hand. */
export function SequenceDialog() {
  const workstation = useWorkstation();
  const [draft, setDraft] = useState(USUAL_SEQUENCE);
  const rigForm = useAppState((state) => state.rigForm);
  const openCell = useAppState((state) => state.openCell);
  const rig = useAppState((state) => state.rig);
  const idle = rig.state === 'idle';
  const busy = useAppState((state) => state.pending.has('sequence'));
  const { plan, freeS, problems } = planOfDraft(draft);
  const { spontaneousSeconds: _, ...stated } = recordProblems({ rigForm, openCell, rig });
  const close = (): void => openRigDialog(workstation, null);
  const all = [...Object.values(stated), idle ? null : 'The rig is not idle.', ...problems].filter((problem) => problem !== null);
  return (
    <Dialog isOpen title="Sequence on the open cell" onClose={close} className="wide-dialog">
      <DialogBody>
        <SequenceSteps steps={draft.steps} onChange={(steps) => setDraft({ ...draft, steps })} />
        <div className="row">
          <QuantityField
            label="A recording every"
            unit="s"
            value={draft.everyS}
            testId="sequence-every"
            onChange={(everyS) => setDraft({ ...draft, everyS })}
          />
          <QuantityField
            label="Potential before and after"
            unit="s"
            value={draft.freeS}
            testId="sequence-free"
            onChange={(value) => setDraft({ ...draft, freeS: value })}
          />
        </div>
        <Checkbox
          label="Stop when a limit of the cell fails"
          checked={draft.stopOnFail}
          data-testid="sequence-stop"
          onChange={({ currentTarget }) => setDraft({ ...draft, stopOnFail: currentTarget.checked })}
        />
        {all.map((problem) => (
          <p key={problem} className="field-problem">
            {problem}
          </p>
        ))}
        <p className="fine">
          Protocol, cell and bath temperature are those of the desk. Each recording keeps what flowed over the cell; change the solution
          when a step begins. The simulated rig changes its own.
        </p>
      </DialogBody>
      <DialogFooter
        actions={
          <Button
            intent="primary"
            loading={busy}
            disabled={plan === null || all.length > 0 || rigForm.protocolId === ''}
            data-testid="start-sequence"
            onClick={() => plan !== null && void startSequence(workstation, plan, freeS).then((begun) => begun && close())}
          >
            Start
          </Button>
        }
      />
    </Dialog>
  );
}
