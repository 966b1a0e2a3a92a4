import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { changeCulture } from './cellActions.ts';
import type { cultureProblems } from './cultureDraft.ts';

interface CultureFieldsProps {
  readonly problems: ReturnType<typeof cultureProblems>;
  readonly disabled: boolean;
}

/** Line, passage and day of the next cell; of the open one they are stored. */
export function CultureFields({ problems, disabled }: CultureFieldsProps) {
  const workstation = useWorkstation();
  const culture = useAppState((state) => state.rigForm.culture);
  return (
    <div className="row">
      {(['line', 'passage', 'day'] as const).map((field) => (
        <QuantityField
          key={field}
          label={{ line: 'Line', passage: 'Passage', day: 'Day' }[field]}
          text={field === 'line'}
          value={culture[field]}
          placeholder="not stated"
          testId={`culture-${field}`}
          disabled={disabled}
          problem={disabled ? null : problems[field]}
          onChange={(value) => changeCulture(workstation, { [field]: value })}
        />
      ))}
    </div>
  );
}
