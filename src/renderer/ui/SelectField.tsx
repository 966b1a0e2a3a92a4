import { HTMLSelect } from '@blueprintjs/core';
import { useId } from 'react';

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly testId?: string;
}

export function SelectField({ label, value, options, onChange, disabled = false, testId }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <HTMLSelect
        id={id}
        fill
        value={value}
        disabled={disabled}
        data-testid={testId}
        options={options.map((option) => ({ ...option }))}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
