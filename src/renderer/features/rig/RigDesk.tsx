import { LiveTracePanel } from './LiveTracePanel.tsx';
import { MembranePanel } from './MembranePanel.tsx';
import { ProtocolPlot } from './ProtocolPlot.tsx';
import { RecordPanel } from './RecordPanel.tsx';
import { SourcePanel } from './SourcePanel.tsx';
import { TwinProgressPanel } from './TwinProgressPanel.tsx';

export function RigDesk() {
  return (
    <>
      <div className="rig-controls">
        <SourcePanel />
        <MembranePanel />
        <RecordPanel />
        <TwinProgressPanel />
      </div>
      <div className="rig-traces">
        <LiveTracePanel />
        <ProtocolPlot />
      </div>
    </>
  );
}
