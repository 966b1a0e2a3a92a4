import { Button, SegmentedControl } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import type { EdgeMode } from '../../../core/protocol/edit/drag-segments.ts';
import { comparedProtocol } from './bindScores.ts';
import type { OpenProtocol } from './deskState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { Panel } from '../../ui/Panel.tsx';
import { updateDesk } from './editActions.ts';
import { EditPlot } from './plot/EditPlot.tsx';

export function PlotPanel({ open }: { open: OpenProtocol }) {
  const workstation = useWorkstation();
  const edgeMode = useAppState((state) => state.protocolDesk.edgeMode);
  const compared = useAppState(comparedProtocol);
  const [zoom, setZoom] = useState<TimeWindow | null>(null);
  useEffect(() => setZoom(null), [open.opened.id]);
  return (
    <Panel
      title="Command"
      className="edit-plot"
      aside={
        <>
          <span className="fine" id="edge-mode">
            When an edge moves
          </span>
          <SegmentedControl
            size="small"
            aria-labelledby="edge-mode"
            value={edgeMode}
            options={[
              { value: 'neighbour', label: 'the neighbour gives way' },
              { value: 'rest', label: 'the rest moves along' },
            ]}
            onValueChange={(value) => updateDesk(workstation, { edgeMode: value as EdgeMode })}
          />
          <Button size="small" variant="minimal" disabled={zoom === null} onClick={() => setZoom(null)}>
            Whole
          </Button>
        </>
      }
    >
      <EditPlot open={open} compared={compared} zoom={zoom} onZoom={setZoom} />
    </Panel>
  );
}
