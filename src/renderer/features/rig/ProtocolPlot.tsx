import { useEffect, useState } from 'react';
import { protocolDurationMs } from '../../../core/protocol/protocol.ts';
import { valueOf } from '../../state/loadable.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { commandColumns } from '../../traces/commandColumns.ts';
import { TimePlot } from '../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../traces/timeWindow.ts';
import { TraceSource } from '../../traces/traceSource.ts';
import { Panel } from '../../ui/Panel.tsx';
import { fixed } from '../../ui/quantity.ts';

/** A realised command that differs from the requested one by more than this is marked, mV. */
const NOTABLE_ERROR_MV = 0.5;

/** The requested command, and the command that the device will really play. */
export function ProtocolPlot() {
  const compiled = valueOf(useAppState((state) => state.compiled));
  const [source] = useState(() => new TraceSource());
  const [zoom, setZoom] = useState<TimeWindow | null>(null);
  useEffect(() => {
    setZoom(null);
    if (compiled === null) return;
    source.set(commandColumns([compiled.requested, compiled.realised], Math.max(50, protocolDurationMs(compiled.realised) / 60)));
  }, [compiled, source]);
  if (compiled === null) {
    return (
      <Panel title="Protocol" className="protocol-plot">
        <p className="fine pad">Choose a protocol to see the command.</p>
      </Panel>
    );
  }
  const { requested, realised, largestErrorMv, notes } = compiled;
  const notable = largestErrorMv > NOTABLE_ERROR_MV;
  return (
    <Panel
      title="Protocol"
      className="protocol-plot"
      aside={
        <span className="fine">
          {requested.segments.length} segments · {fixed(protocolDurationMs(realised) / 1000, 3)} s · {notable ? '! ' : ''}
          {largestErrorMv < 0.005 ? 'played as requested' : `realised differs by up to ${fixed(largestErrorMv, 2)} mV`}
        </span>
      }
    >
      <TimePlot
        source={source}
        label={`Command voltage of ${requested.name}, requested and realised`}
        yLabel="Command, mV"
        series={[
          { label: 'requested', ink: 'recorded', widthPx: 4 },
          { label: 'realised', ink: 'command', widthPx: 1.25 },
        ]}
        xUnit="s"
        showXAxis
        zoomable
        window={zoom}
        onZoom={setZoom}
      />
      {notes.length > 0 && (
        <p className="fine one-line" title={notes.join('\n')}>
          {notes.join(' ')}
        </p>
      )}
    </Panel>
  );
}
