import { InputGroup } from '@blueprintjs/core';
import { useId } from 'react';

interface QuantityFieldProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | null;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly text?: boolean;
  readonly hideLabel?: boolean;
  readonly testId?: string;
}

/** A field with its unit inside. What is wrong is stated below it, not only by its colour. */
export function QuantityField(props: QuantityFieldProps) {
  const { label, value, unit, onChange, problem = null, placeholder, disabled = false, text = false, hideLabel = false, testId } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      <InputGroup
        id={id}
        size="small"
        fill
        className={text ? '' : 'field-number'}
        inputMode={text ? 'text' : 'decimal'}
        value={value}
        {...(placeholder === undefined ? {} : { placeholder })}
        disabled={disabled}
        intent={problem === null ? 'none' : 'danger'}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        spellCheck={false}
        autoComplete="off"
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...(unit === undefined ? {} : { rightElement: <span className="field-unit">{unit}</span> })}
      />
      {problem !== null && (
        <span id={`${id}-problem`} className="field-problem">
          {problem}
        </span>
      )}
    </div>
  );
}
