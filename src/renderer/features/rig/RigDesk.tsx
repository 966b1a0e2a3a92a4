import { CellPanel } from './cell/CellPanel.tsx';
import { LiveTracePanel } from './LiveTracePanel.tsx';
import { MembranePanel } from './MembranePanel.tsx';
import { ProtocolPlot } from './ProtocolPlot.tsx';
import { RecordPanel } from './RecordPanel.tsx';
import { SourcePanel } from './SourcePanel.tsx';
import { PulsePanel } from './scope/PulsePanel.tsx';
import { TrendStrip } from './scope/TrendStrip.tsx';
import { TwinProgressPanel } from './TwinProgressPanel.tsx';
import { useAppState } from '../../state/useWorkstation.ts';

export function RigDesk() {
  const pulses = useAppState(({ scope, rig }) => scope.shows === 'pulses' && rig.recording === null);
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
        {pulses ? (
          <>
            <PulsePanel />
            <TrendStrip />
          </>
        ) : (
          <LiveTracePanel />
        )}
        <ProtocolPlot />
      </div>
    </>
  );
}
