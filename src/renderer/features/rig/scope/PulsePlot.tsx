import { useCallback, useState } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { OVERLAID } from '../../../traces/scopeTraces.ts';
import { TimePlot } from '../../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../../traces/timeWindow.ts';
import { currentAxis } from './pulseScale.ts';

const NEWEST = OVERLAID - 1;
const SERIES = Array.from({ length: OVERLAID }, (_, i) => ({
  label: i === NEWEST ? 'newest sweep' : `${NEWEST - i} before`,
  ink: i === NEWEST ? ('current' as const) : ('compared' as const),
}));

/** The last sweeps of the test pulses, one over the other. */
export function PulsePlot() {
  const { scope, store } = useWorkstation();
  const [zoom, setZoom] = useState<TimeWindow | null>(null);
  const { scale, fixedPa } = useAppState((state) => state.scope);
  const yWindow = useCallback((): [number, number] | null => {
    const now = store.get().scope;
    return currentAxis(now.scale, now.fixedPa, scope.steadyRange());
  }, [scope, store]);
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
      redrawOn={`${scale} ${fixedPa}`}
      testId="pulse-plot"
    />
  );
}
