import { useState } from 'react';
import { junctionPotentialMv } from '../../../../core/quality/junction-potential.ts';
import { BATH_SOLUTIONS, PIPETTE_SOLUTIONS, type NamedSolution } from '../../../../core/quality/solutions.ts';
import { SelectField } from '../../../ui/SelectField.tsx';

/** Of a bath whose temperature was not measured. */
const USUAL_C = 25;
const BY_HAND = { value: '', label: 'entered by hand' };
const options = (solutions: readonly NamedSolution[]) => [BY_HAND, ...solutions.map(({ name }) => ({ value: name, label: name }))];

interface SolutionChoiceProps {
  /** As the desk has it; null: not measured. */
  readonly temperatureC: number | null;
  /** The potential between the chosen solutions, mV. */
  readonly onPotential: (millivolt: number) => void;
}

/** Pipette and bath solution, from which the junction potential is calculated. Concentrations in mM. */
export function SolutionChoice({ temperatureC, onPotential }: SolutionChoiceProps) {
  const [chosen, setChosen] = useState({ pipette: '', bath: '' });
  const choose = (patch: Partial<typeof chosen>): void => {
    const next = { ...chosen, ...patch };
    setChosen(next);
    const pipette = PIPETTE_SOLUTIONS.find(({ name }) => name === next.pipette);
    const bath = BATH_SOLUTIONS.find(({ name }) => name === next.bath);
    if (pipette !== undefined && bath !== undefined) onPotential(junctionPotentialMv(pipette.ions, bath.ions, temperatureC ?? USUAL_C));
  };
  return (
    <div className="row">
      <SelectField
        label="Pipette solution, mM"
        value={chosen.pipette}
        options={options(PIPETTE_SOLUTIONS)}
        testId="pipette-solution"
        onChange={(pipette) => choose({ pipette })}
      />
      <SelectField
        label="Bath solution, mM"
        value={chosen.bath}
        options={options(BATH_SOLUTIONS)}
        testId="bath-solution"
        onChange={(bath) => choose({ bath })}
      />
    </div>
  );
}
