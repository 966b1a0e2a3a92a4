import { QuantityField } from '../../ui/QuantityField.tsx';
import { statedCondition } from './statedCondition.ts';

/** What the operator states of all recordings of an import, as it stands in the fields. */
export interface StatedConditions {
  readonly temperatureC: string;
  readonly junctionPotentialMv: string;
}

export const NOTHING_STATED: StatedConditions = { temperatureC: '', junctionPotentialMv: '' };

/** Asks for what no reader can know for certain; an empty field: not stated. */
export function ImportConditions({ stated, onChange }: { stated: StatedConditions; onChange: (stated: StatedConditions) => void }) {
  return (
    <div className="row">
      <QuantityField
        label="Bath"
        unit="°C"
        value={stated.temperatureC}
        placeholder="not stated"
        problem={statedCondition('temperatureC', stated.temperatureC).problem}
        testId="import-temperature"
        onChange={(temperatureC) => onChange({ ...stated, temperatureC })}
      />
      <QuantityField
        label="Junction, corrected"
        unit="mV"
        value={stated.junctionPotentialMv}
        placeholder="not stated"
        problem={statedCondition('junctionPotentialMv', stated.junctionPotentialMv).problem}
        testId="import-junction"
        onChange={(junctionPotentialMv) => onChange({ ...stated, junctionPotentialMv })}
      />
    </div>
  );
}
