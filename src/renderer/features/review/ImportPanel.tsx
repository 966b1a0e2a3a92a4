import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { ColumnDialog } from './ColumnDialog.tsx';
import { ImportConditions } from './ImportConditions.tsx';
import { importedConditions, NOTHING_STATED } from './importedConditions.ts';
import { FileProgress } from './FileProgress.tsx';
import { chooseRecordings, chooseSession, clearImport, startImport } from './importActions.ts';

/** Recordings made elsewhere: files of any format and folders, as a new cell or into the open one. */
export function ImportPanel() {
  const workstation = useWorkstation();
  const pending = useAppState((state) => state.pending);
  const list = useAppState((state) => state.importList);
  const importing = useAppState((state) => state.importing);
  const template = useAppState((state) => state.importTemplate);
  const open = valueOf(useAppState((state) => state.openSession));
  const protocols = valueOf(useAppState((state) => state.protocols)) ?? [];
  const [into, setInto] = useState('');
  const [cellName, setCellName] = useState('');
  const [protocolId, setProtocolId] = useState('');
  const [stated, setStated] = useState(NOTHING_STATED);
  const [mapping, setMapping] = useState(false);
  const table = list.find(({ kind }) => kind === 'csv');
  const target = open !== null && !open.inPlace && into === open.sessionKey ? open.sessionKey : null;
  const names = list.map(({ name }) => name).join(', ');
  const start = (): void => {
    const conditions = importedConditions(stated);
    if (conditions === null) return;
    void startImport(workstation, { into: target, cellName: cellName.trim(), protocolId, conditions });
    setStated(NOTHING_STATED);
    setCellName('');
    setProtocolId('');
  };
  return (
    <Panel title="Import">
      <div className="row">
        <Button
          fill
          size="small"
          loading={pending.has('choose-recordings')}
          data-testid="import-files"
          onClick={() => void chooseRecordings(workstation, 'recordings')}
        >
          Files …
        </Button>
        <Button
          fill
          size="small"
          loading={pending.has('choose-cells')}
          data-testid="import-folder"
          onClick={() => void chooseRecordings(workstation, 'cells')}
        >
          Folder …
        </Button>
        <Button
          fill
          size="small"
          loading={pending.has('choose-session')}
          data-testid="open-session-file"
          onClick={() => void chooseSession(workstation)}
        >
          Session …
        </Button>
      </div>
      {importing !== null && <FileProgress kind="import" fraction={importing} />}
      {list.length > 0 && (
        <>
          <p className="fine one-line" title={names} data-testid="import-names">
            {names}
          </p>
          {open !== null && !open.inPlace && (
            <SelectField
              label="Into"
              value={target ?? ''}
              options={[
                { value: '', label: 'New session' },
                { value: open.sessionKey, label: `Open session: ${open.cellName}` },
              ]}
              onChange={setInto}
            />
          )}
          {target === null && (
            <QuantityField label="Cell" text value={cellName} placeholder="As the file or folder is called" onChange={setCellName} />
          )}
          <SelectField
            label="Played with protocol"
            value={protocolId}
            options={[
              { value: '', label: 'As the file or its voltage says' },
              ...protocols.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setProtocolId}
          />
          <ImportConditions stated={stated} onChange={setStated} />
          {table !== undefined && (
            <Button fill size="small" data-testid="import-columns" onClick={() => setMapping(true)}>
              {template === null ? 'Columns and conditions …' : `Columns: ${template.name} …`}
            </Button>
          )}
          <div className="row">
            <Button fill size="small" intent="primary" loading={pending.has('import')} data-testid="import-csv-start" onClick={start}>
              {list.length === 1 ? `Import ${list[0]?.name ?? ''}` : `Import ${list.length} files`}
            </Button>
            <Button size="small" variant="minimal" onClick={() => clearImport(workstation)}>
              Clear
            </Button>
          </div>
          {mapping && table !== undefined && <ColumnDialog file={table} onClose={() => setMapping(false)} />}
        </>
      )}
    </Panel>
  );
}
