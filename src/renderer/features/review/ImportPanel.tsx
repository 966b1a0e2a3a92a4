import { Button } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { importCsv, importFolder } from './reviewActions.ts';

type Form =
  { readonly kind: 'closed' } | { readonly kind: 'csv'; readonly protocolId: string; readonly cellName: string; readonly pressed: boolean };

/** Cells recorded elsewhere: a cell folder, or one CSV with the protocol it was played with. */
export function ImportPanel() {
  const workstation = useWorkstation();
  const pending = useAppState((state) => state.pending);
  const protocols = valueOf(useAppState((state) => state.protocols)) ?? [];
  const dropped = useAppState((state) => state.droppedCsv);
  const [form, setForm] = useState<Form>({ kind: 'closed' });
  const opened = (cellName: string): Form => ({ kind: 'csv', protocolId: protocols[0]?.id ?? '', cellName, pressed: false });
  useEffect(() => {
    if (dropped !== null) setForm((before) => (before.kind === 'csv' ? before : opened(dropped.name.replace(/\.csv$/i, ''))));
    // Only a new drop opens the form.
  }, [dropped]);
  const toggle = (): void => {
    workstation.store.set({ droppedCsv: null });
    setForm(form.kind === 'csv' ? { kind: 'closed' } : opened(''));
  };
  const start = (): void => {
    if (form.kind !== 'csv') return;
    setForm({ ...form, pressed: true });
    if (form.cellName.trim() !== '') void importCsv(workstation, form.protocolId, form.cellName.trim());
  };
  return (
    <Panel title="Import">
      <div className="row">
        <Button
          fill
          size="small"
          loading={pending.has('import-folder')}
          data-testid="import-folder"
          onClick={() => void importFolder(workstation)}
        >
          Cell folder …
        </Button>
        <Button
          fill
          size="small"
          active={form.kind === 'csv'}
          aria-expanded={form.kind === 'csv'}
          data-testid="import-csv"
          onClick={toggle}
        >
          Recording CSV …
        </Button>
      </div>
      {form.kind === 'csv' && (
        <>
          <QuantityField
            label="Cell"
            text
            value={form.cellName}
            problem={form.pressed && form.cellName.trim() === '' ? 'Name the cell.' : null}
            onChange={(cellName) => setForm({ ...form, cellName })}
          />
          <SelectField
            label="Played with protocol"
            value={form.protocolId}
            options={protocols.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(protocolId) => setForm({ ...form, protocolId })}
          />
          <Button fill size="small" intent="primary" loading={pending.has('import-csv')} data-testid="import-csv-start" onClick={start}>
            {dropped === null ? 'Choose the file …' : `Import ${dropped.name}`}
          </Button>
        </>
      )}
    </Panel>
  );
}
