import { useEffect } from 'react';
import { valueOf } from '../../state/loadable.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { EditorHead } from './EditorHead.tsx';
import { LimitPanel } from './LimitPanel.tsx';
import { PlotPanel } from './PlotPanel.tsx';
import { openProtocol } from './protocolActions.ts';
import { ProtocolListPanel } from './ProtocolListPanel.tsx';
import { QuestionStrip } from './QuestionStrip.tsx';
import { ScorePanel } from './ScorePanel.tsx';
import { SegmentTable } from './SegmentTable.tsx';
import { SegmentTools } from './SegmentTools.tsx';

export function ProtocolDesk() {
  const workstation = useWorkstation();
  const open = useAppState((state) => state.protocolDesk.open);
  const first = useAppState((state) => valueOf(state.shelf)?.entries[0]);
  // The desk opens the default protocol of a recording.
  useEffect(() => {
    if (open === null && first !== undefined) openProtocol(workstation, first.origin, first.protocol);
  }, [open, first, workstation]);
  return (
    <>
      <ProtocolListPanel />
      {open === null ? (
        <EmptyState title="No protocol is open">Choose one of the list, or begin a new one.</EmptyState>
      ) : (
        <>
          <div className="protocol-editor">
            <QuestionStrip />
            <EditorHead open={open} />
            <LimitPanel open={open} />
            <PlotPanel open={open} />
            <Panel title="Segments" className="segments" aside={<SegmentTools open={open} />}>
              <SegmentTable open={open} />
            </Panel>
          </div>
          <ScorePanel open={open} />
        </>
      )}
    </>
  );
}
