import { Checkbox, HTMLSelect } from '@blueprintjs/core';
import type { TablePreview } from '../../../shared/contract/import-schemas.ts';
import { ROLES, UNITS, type DraftColumn } from './columnDraft.ts';

interface ColumnTableProps {
  readonly preview: TablePreview;
  readonly columns: readonly DraftColumn[];
  readonly onChange: (columns: readonly DraftColumn[]) => void;
}

/** Rows of the table that are shown. */
const ROWS = 5;

/** The first rows of a table below what each column is: its role, its unit, and whether its sign is the other way round. */
export function ColumnTable({ preview, columns, onChange }: ColumnTableProps) {
  const change = (index: number, next: Partial<DraftColumn>): void =>
    onChange(columns.map((column, i) => (i === index ? { ...column, ...next } : column)));
  return (
    <div className="column-table">
      <table className="table">
        <thead>
          <tr>
            <th scope="col" />
            {preview.titles.map((title, i) => (
              <th scope="col" key={i}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">is</th>
            {columns.map(({ role }, i) => (
              <td key={i}>
                <HTMLSelect
                  aria-label={`What is ${preview.titles[i] ?? ''}`}
                  value={role}
                  options={ROLES.map((value) => ({ value, label: value }))}
                  data-testid={`column-role-${i}`}
                  onChange={(event) => {
                    const next = event.currentTarget.value as DraftColumn['role'];
                    change(i, { role: next, unit: UNITS[next].includes(columns[i]?.unit ?? '') ? (columns[i]?.unit ?? '') : '' });
                  }}
                />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">in</th>
            {columns.map(({ role, unit }, i) => (
              <td key={i}>
                {UNITS[role].length > 0 && (
                  <HTMLSelect
                    aria-label={`Unit of ${preview.titles[i] ?? ''}`}
                    value={unit}
                    options={['', ...new Set([...UNITS[role], ...(unit === '' ? [] : [unit])])].map((value) => ({
                      value,
                      label: value === '' ? 'unit?' : value,
                    }))}
                    data-testid={`column-unit-${i}`}
                    onChange={(event) => change(i, { unit: event.currentTarget.value })}
                  />
                )}
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">sign</th>
            {columns.map(({ role, reversed }, i) => (
              <td key={i}>
                {(role === 'current' || role === 'current density') && (
                  <Checkbox
                    checked={reversed}
                    label="reversed"
                    onChange={(event) => change(i, { reversed: event.currentTarget.checked })}
                  />
                )}
              </td>
            ))}
          </tr>
          {preview.rows.slice(0, ROWS).map((row, r) => (
            <tr key={r} className="fine">
              <th scope="row" />
              {row.map((cell, i) => (
                <td key={i} className="num">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
