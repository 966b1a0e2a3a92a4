import { useCallback, useState } from 'react';
import type uPlot from 'uplot';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { OVERLAID } from '../../../traces/scopeTraces.ts';
import { TimePlot } from '../../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../../traces/timeWindow.ts';
import { attachCursors } from './attachCursors.ts';
import { currentAxis } from './pulseScale.ts';
import { placeCursor } from './scopeActions.ts';

const NEWEST = OVERLAID - 1;
const SERIES = Array.from({ length: OVERLAID }, (_, i) => ({
  label: i === NEWEST ? 'newest sweep' : `${NEWEST - i} before`,
  ink: i === NEWEST ? ('current' as const) : ('compared' as const),
}));

/** The last sweeps of the test pulses, one over the other. */
export function PulsePlot() {
  const workstation = useWorkstation();
  const { scope, store } = workstation;
  const [zoom, setZoom] = useState<TimeWindow | null>(null);
  const { scale, fixedPa, cursors } = useAppState((state) => state.scope);
  const yWindow = useCallback((): [number, number] | null => {
    const now = store.get().scope;
    return currentAxis(now.scale, now.fixedPa, scope.steadyRange());
  }, [scope, store]);
  const attach = useCallback(
    (plot: uPlot) =>
      attachCursors(plot, {
        cursors: () => workstation.store.get().scope.cursors,
        onPlace: (which, ms) => placeCursor(workstation, which, ms),
      }),
    [workstation],
  );
  return (
    <TimePlot
      source={scope.current}
      label="Current of the last test pulses"
      yLabel="Current, pA"
      series={SERIES}
      legend={false}
      emptyRange={[-200, 100]}
      minRange={40}
      xUnit="ms"
      showXAxis
      zoomable
      window={zoom}
      onZoom={setZoom}
      yWindow={yWindow}
      redrawOn={`${scale} ${fixedPa} ${JSON.stringify(cursors)}`}
      attach={attach}
      testId="pulse-plot"
    />
  );
}
