import { useState } from 'react';
import { PIPETTE_STAGES, type PipetteStage } from '../../../shared/rig/emulator-order.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { simulate } from './cell/sequenceActions.ts';

const WORDS: Readonly<Record<PipetteStage, string>> = {
  bath: 'in the bath',
  approach: 'touches a cell',
  seal: 'seals',
  'cell-attached': 'cell-attached',
  'break-in': 'breaks in',
  'whole-cell': 'whole cell',
  rundown: 'whole cell, runs down',
  'seal-lost': 'whole cell, seal lost',
};

/** What the hands do at a real rig: only the built-in simulated one can be asked for it. */
export function SimulatedPipette() {
  const workstation = useWorkstation();
  const builtIn = useAppState(({ rig }) => rig.simulated && rig.port?.kind === 'simulated');
  const serial = useAppState(({ rig }) => rig.device?.serial ?? '');
  return builtIn ? <PipetteChoice key={serial} onChoose={(stage) => void simulate(workstation, stage)} /> : null;
}

function PipetteChoice({ onChoose }: { readonly onChoose: (stage: PipetteStage) => void }) {
  // A simulated rig begins with a cell that is patched.
  const [stage, setStage] = useState<PipetteStage>('whole-cell');
  return (
    <SelectField
      label="Pipette of the simulated rig"
      value={stage}
      options={PIPETTE_STAGES.map((value) => ({ value, label: WORDS[value] }))}
      testId="simulated-pipette"
      onChange={(value) => {
        const chosen = PIPETTE_STAGES.find((known) => known === value) ?? stage;
        setStage(chosen);
        onChoose(chosen);
      }}
    />
  );
}
