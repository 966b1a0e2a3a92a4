import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useState } from 'react';
import { BATH_PHASES, PHASE_WORDS, type Bath } from '../../../../core/quality/bath.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { openRigDialog } from './cellActions.ts';
import { changeBath } from './sequenceActions.ts';

/** What flows over the cell from now on: into the log, and into every recording until it changes. */
export function BathDialog() {
  const workstation = useWorkstation();
  const kept = useAppState((state) => state.rig.cell.bath);
  const busy = useAppState((state) => state.pending.has('bath'));
  const [phase, setPhase] = useState<Bath['phase']>(kept?.phase ?? 'control');
  const [drug, setDrug] = useState(kept?.drug ?? '');
  const [nm, setNm] = useState(kept?.concentrationNm?.toString() ?? '');
  const close = (): void => openRigDialog(workstation, null);
  const concentrationNm = Number(nm);
  const drugProblem = phase === 'drug' && (drug.trim() === '' || drug.trim().length > 100) ? 'Name the drug.' : null;
  const nmProblem = phase === 'drug' && (nm.trim() === '' || !(concentrationNm >= 0 && concentrationNm <= 1e15)) ? '0 nM or more.' : null;
  const bath = {
    phase,
    drug: phase === 'control' || drug.trim() === '' ? null : drug.trim(),
    concentrationNm: phase === 'drug' ? concentrationNm : null,
  };
  return (
    <Dialog isOpen title="Solution over the cell" onClose={close}>
      <DialogBody>
        <div className="row">
          <SelectField
            label="From now on"
            value={phase}
            options={BATH_PHASES.map((value) => ({ value, label: PHASE_WORDS[value] }))}
            testId="bath-phase"
            onChange={(value) => setPhase(BATH_PHASES.find((known) => known === value) ?? phase)}
          />
          <QuantityField
            label="Drug"
            text
            value={drug}
            disabled={phase === 'control'}
            problem={drugProblem}
            testId="bath-drug"
            onChange={setDrug}
          />
          <QuantityField
            label="Concentration"
            unit="nM"
            value={nm}
            disabled={phase !== 'drug'}
            problem={nmProblem}
            testId="bath-nm"
            onChange={setNm}
          />
        </div>
      </DialogBody>
      <DialogFooter
        actions={
          <Button
            intent="primary"
            loading={busy}
            disabled={drugProblem !== null || nmProblem !== null}
            data-testid="save-bath"
            onClick={() => void changeBath(workstation, bath).then((taken) => taken && close())}
          >
            Keep
          </Button>
        }
      />
    </Dialog>
  );
}
