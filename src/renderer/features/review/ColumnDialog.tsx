import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import type { SentTemplate, TablePreview } from '../../../shared/contract/import-schemas.ts';
import type { DroppedFile } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { ColumnTable } from './ColumnTable.tsx';
import { CONDITIONS, draftOf, templateOfDraft, type ColumnDraft } from './columnDraft.ts';

/** Asks what the columns of a table are and what it does not say; the answers are kept for tables of the same titles. */
export function ColumnDialog({ file, onClose }: { file: DroppedFile; onClose: () => void }) {
  const workstation = useWorkstation();
  const [preview, setPreview] = useState<TablePreview | null>(null);
  const [draft, setDraft] = useState<ColumnDraft | null>(null);
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    let current = true;
    void workstation.attempt('session:preview', { token: file.token }, 'preview').then((found) => {
      if (!current) return;
      if (found === null) onClose();
      else {
        setPreview(found);
        setDraft(draftOf(found, workstation.store.get().importTemplate ?? found.kept, file.name));
      }
    });
    return () => {
      current = false;
    };
    // Asked once, when it opens.
  }, [file.token]);
  if (preview === null || draft === null) return null;
  const { template, problems } = templateOfDraft(preview, draft);
  const use = (chosen: SentTemplate | null): void => {
    setPressed(true);
    if (chosen === null) return;
    workstation.store.set({ importTemplate: chosen });
    onClose();
  };
  const hasTime = draft.columns.some(({ role }) => role === 'time');
  return (
    <Dialog isOpen title={`Columns of ${file.name}`} onClose={onClose} className="wide-dialog">
      <DialogBody>
        <ColumnTable preview={preview} columns={draft.columns} onChange={(columns) => setDraft({ ...draft, columns })} />
        <div className="column-questions">
          {!hasTime && (
            <QuantityField label="Sampling rate" unit="Hz" value={draft.rateHz} onChange={(rateHz) => setDraft({ ...draft, rateHz })} />
          )}
          <SelectField
            label="What was clamped"
            value={draft.clamp}
            options={[
              { value: '', label: 'As the table shows' },
              { value: 'voltage', label: 'Voltage clamp' },
              { value: 'current', label: 'Current clamp, free cell' },
            ]}
            onChange={(clamp) => setDraft({ ...draft, clamp: clamp === 'voltage' || clamp === 'current' ? clamp : '' })}
          />
          {CONDITIONS.map(({ id, label, unit }) => (
            <QuantityField
              key={id}
              label={label}
              unit={unit}
              value={draft.conditions[id] ?? ''}
              placeholder="not known"
              problem={pressed ? (problems[id] ?? null) : null}
              testId={`condition-${id}`}
              onChange={(value) => setDraft({ ...draft, conditions: { ...draft.conditions, [id]: value } })}
            />
          ))}
          <QuantityField label="Called" text value={draft.name} onChange={(name) => setDraft({ ...draft, name })} />
        </div>
        {pressed && problems['columns'] !== undefined && (
          <p className="abnormal" role="alert">
            {problems['columns']}
          </p>
        )}
      </DialogBody>
      <DialogFooter actions={<Button intent="primary" data-testid="columns-use" text="Use for the import" onClick={() => use(template)} />}>
        <span className="fine">The answers are kept for tables with the same titles.</span>
      </DialogFooter>
    </Dialog>
  );
}
