import { QuantityField } from '../../ui/QuantityField.tsx';
import { importedCondition, IMPORTED_CONDITIONS, type StatedConditions } from './importedConditions.ts';

/** Asks for what a file may not state; an empty field: as the file says, or unknown. */
export function ImportConditions({ stated, onChange }: { stated: StatedConditions; onChange: (stated: StatedConditions) => void }) {
  return (
    <div className="import-conditions">
      {IMPORTED_CONDITIONS.map(({ key, label, unit }) => (
        <QuantityField
          key={key}
          label={label}
          unit={unit}
          value={stated[key]}
          placeholder="not stated"
          problem={importedCondition(key, stated[key]).problem}
          testId={`import-${key}`}
          onChange={(value) => onChange({ ...stated, [key]: value })}
        />
      ))}
    </div>
  );
}
