import { memo, type KeyboardEvent } from 'react';
import type { FieldText } from './deskState.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { commitText, dropText, stepField, typeText, type FieldId } from './fieldActions.ts';
import { fieldText } from './fieldValue.ts';

interface CellFieldProps {
  readonly id: FieldId;
  readonly label: string;
  readonly unit: 'mV' | 'ms';
  readonly value: number;
  /** Text shown in the field instead of the value. */
  readonly typed: FieldText | undefined;
  readonly testId?: string;
}

/**
 * A number with its unit in a cell. Enter or leaving the field accepts it, Escape restores the old value, the arrows step by one
 * (Shift by ten). Text that is not a value stays, with the reason below it.
 */
export const CellField = memo(function CellField({ id, label, unit, value, typed, testId }: CellFieldProps) {
  const workstation = useWorkstation();
  const problem = typed?.problem ?? null;
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = (event.shiftKey ? 10 : 1) * (event.key === 'ArrowDown' ? -1 : 1);
    if (event.key === 'Enter') {
      if (commitText(workstation, id)) focusSameColumn(event.currentTarget, event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') dropText(workstation, id);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') stepField(workstation, id, value, step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="cell-field-box">
      <span className={`cell-field ${problem === null ? '' : 'cell-field-wrong'}`}>
        <input
          value={typed?.text ?? fieldText(value)}
          aria-label={`${label}, ${unit}`}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `problem-${id}`}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          data-column={id.split('.')[1]}
          data-testid={testId}
          onChange={(event) => typeText(workstation, id, event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => commitText(workstation, id)}
          onKeyDown={onKey}
        />
        <span className="cell-unit" aria-hidden="true">
          {unit}
        </span>
      </span>
      {problem !== null && (
        <span className="field-problem" id={`problem-${id}`} role="alert">
          {problem}
        </span>
      )}
    </span>
  );
});

/** Enter goes down a column, as in a sheet. */
function focusSameColumn(input: HTMLInputElement, by: 1 | -1): void {
  const { column } = input.dataset;
  const fields = [...(input.closest('tbody')?.querySelectorAll<HTMLInputElement>(`input[data-column="${column}"]`) ?? [])];
  fields[fields.indexOf(input) + by]?.focus();
}
