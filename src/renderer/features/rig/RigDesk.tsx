import { CellPanel } from './cell/CellPanel.tsx';
import { LiveTracePanel } from './LiveTracePanel.tsx';
import { MembranePanel } from './MembranePanel.tsx';
import { ProtocolPlot } from './ProtocolPlot.tsx';
import { RecordPanel } from './RecordPanel.tsx';
import { SourcePanel } from './SourcePanel.tsx';
import { PulsePanel } from './scope/PulsePanel.tsx';
import { TrendStrip } from './scope/TrendStrip.tsx';
import { usePlotView } from './scope/usePlotView.ts';
import { TwinProgressPanel } from './TwinProgressPanel.tsx';

export function RigDesk() {
  const { shown } = usePlotView();
  return (
    <>
      <div className="rig-controls">
        <SourcePanel />
        <MembranePanel />
        <RecordPanel />
        <TwinProgressPanel />
      </div>
      <div className="rig-traces">
        <CellPanel />
        {shown === 'pulses' ? (
          <>
            <PulsePanel />
            <TrendStrip />
          </>
        ) : (
          <LiveTracePanel keptClamp={shown === 'clamp'} />
        )}
        <ProtocolPlot />
      </div>
    </>
  );
}
