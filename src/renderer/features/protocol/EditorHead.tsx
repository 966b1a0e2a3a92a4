import { Button } from '@blueprintjs/core';
import { isUnsaved, type OpenProtocol } from './deskState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { QuantityField } from '../../ui/QuantityField.tsx';
import { CellField } from './CellField.tsx';
import { redoEdit, rename, undoEdit } from './editActions.ts';
import { askToRemove, exportProtocol, saveProtocol, toRig } from './protocolActions.ts';

const STANDS: Readonly<Record<OpenProtocol['origin'], string>> = {
  library: 'From the library',
  own: 'Your own, saved',
  file: 'From a file, not among your own',
  new: 'New',
};

/** Name and holding potential of the open protocol, and the actions on it as a whole. */
export function EditorHead({ open }: { open: OpenProtocol }) {
  const workstation = useWorkstation();
  const saving = useAppState((state) => state.pending.has('protocol-save'));
  const { history, origin, opened, nameProblem, texts } = open;
  const unsaved = isUnsaved(open);
  return (
    <header className="editor-head">
      <div className="row">
        <QuantityField
          label="Name"
          text
          value={history.present.name}
          problem={nameProblem}
          testId="protocol-name"
          onChange={(name) => rename(workstation, name)}
        />
        <div className="field editor-holding">
          <span className="field-label" aria-hidden="true">
            Holding
          </span>
          <CellField
            id="holding"
            label="Holding potential"
            unit="mV"
            value={history.present.holdingMv}
            typed={texts['holding']}
            testId="protocol-holding"
          />
        </div>
      </div>
      <div className="row editor-buttons">
        <span
          className={`editor-stand ${unsaved ? 'flag-warning' : 'muted'}`}
          role="status"
          data-testid="protocol-stand"
          title={opened.source}
        >
          {unsaved ? '● Not saved' : STANDS[origin]}
        </span>
        <Button
          size="small"
          variant="minimal"
          disabled={history.past.length === 0}
          title="Undo (Ctrl+Z)"
          data-testid="protocol-undo"
          onClick={() => undoEdit(workstation)}
        >
          Undo
        </Button>
        <Button
          size="small"
          variant="minimal"
          disabled={history.future.length === 0}
          title="Redo (Ctrl+Shift+Z)"
          data-testid="protocol-redo"
          onClick={() => redoEdit(workstation)}
        >
          Redo
        </Button>
        {origin === 'own' && (
          <Button size="small" variant="minimal" data-testid="protocol-remove" onClick={() => askToRemove(workstation, open)}>
            Remove …
          </Button>
        )}
        <Button size="small" variant="minimal" data-testid="protocol-export" onClick={() => void exportProtocol(workstation)}>
          Save as file …
        </Button>
        <Button
          size="small"
          disabled={unsaved || (origin !== 'own' && origin !== 'library')}
          title="Choose it on the Rig desk"
          data-testid="protocol-to-rig"
          onClick={() => void toRig(workstation, open)}
        >
          Record with it
        </Button>
        <Button
          size="small"
          intent="primary"
          disabled={!unsaved && origin !== 'new'}
          loading={saving}
          title="Save among your own protocols (Ctrl+S)"
          data-testid="protocol-save"
          onClick={() => void saveProtocol(workstation)}
        >
          Save
        </Button>
      </div>
    </header>
  );
}
