import { Button, SegmentedControl } from '@blueprintjs/core';
import { STAGE_WORDS, STAGES } from '../../../../core/quality/cell-watch.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { Panel } from '../../../ui/Panel.tsx';
import type { RigDialog } from '../slice.ts';
import { enterStage, newCell, openRigDialog } from './cellActions.ts';
import { CellLine } from './CellLine.tsx';
import { LastClampLine } from './LastClampLine.tsx';
import { QualityLamps } from './QualityLamps.tsx';
import { RigDialogs } from './RigDialogs.tsx';

/** The cell on the rig: its stage, its lamps, and what belongs to it. */
export function CellPanel() {
  const workstation = useWorkstation();
  const { state, cell } = useAppState((app) => app.rig);
  const recording = useAppState((app) => app.rig.recording !== null);
  const busy = cell.sequence !== null;
  const off = state === 'disconnected' || state === 'connecting';
  const open = (dialog: RigDialog) => () => openRigDialog(workstation, dialog);
  return (
    <Panel
      title="Cell"
      className="cell-panel"
      aside={
        <>
          <SegmentedControl
            size="small"
            aria-label="Stage of the cell"
            disabled={off || recording}
            options={STAGES.map((stage) => ({ label: STAGE_WORDS[stage], value: stage }))}
            // Empty: none is chosen.
            value={cell.stage ?? ''}
            onValueChange={(value) => {
              const stage = STAGES.find((known) => known === value);
              if (stage !== undefined) void enterStage(workstation, stage);
            }}
          />
          <Button size="small" disabled={recording || busy} data-testid="new-cell" onClick={() => void newCell(workstation)}>
            New cell
          </Button>
          <Button size="small" disabled={off || busy} data-testid="open-bath" onClick={open('bath')}>
            Solution
          </Button>
          <Button size="small" disabled={off || recording || busy} data-testid="open-sequence" onClick={open('sequence')}>
            Sequence
          </Button>
          <Button size="small" data-testid="open-recordings" onClick={open('recordings')}>
            Recordings
          </Button>
          <Button size="small" data-testid="open-note" onClick={open('note')}>
            Note
          </Button>
          <Button size="small" data-testid="open-log" onClick={open('log')}>
            Log
          </Button>
          <Button size="small" data-testid="open-settings" onClick={open('settings')}>
            Limits
          </Button>
          <Button size="small" aria-label="Keys" data-testid="open-keys" onClick={open('keys')}>
            ?
          </Button>
        </>
      }
    >
      <CellLine />
      <QualityLamps />
      <LastClampLine />
      <RigDialogs />
    </Panel>
  );
}
