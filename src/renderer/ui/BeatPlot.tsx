import { useEffect, useState } from 'react';
import type { TwinBeat } from '../state/appState.ts';
import { alignBeats, firstLook } from '../traces/alignBeats.ts';
import type { PlotSeries } from '../traces/plotOptions.ts';
import { TimePlot } from '../traces/TimePlot.tsx';
import type { TimeWindow } from '../traces/timeWindow.ts';
import { TraceSource } from '../traces/traceSource.ts';

interface BeatPlotProps {
  /** One or two cells; the first is drawn on top. */
  readonly beats: readonly { readonly beat: TwinBeat; readonly series: PlotSeries }[];
  readonly label: string;
}

/** Action potentials aligned at the upstroke. */
export function BeatPlot({ beats, label }: BeatPlotProps) {
  const [source] = useState(() => new TraceSource());
  const [view, setView] = useState<TimeWindow | null>(null);
  const first = beats[0]?.beat;
  const second = beats[1]?.beat;
  useEffect(() => setView(firstLook([first, second].filter((beat) => beat !== undefined))), [first, second]);
  useEffect(() => {
    const [timeMs, ...columns] = alignBeats(
      [first, second].filter((beat) => beat !== undefined),
      view,
    );
    source.set([timeMs, ...columns.reverse()]);
  }, [first, second, view, source]);
  return (
    <TimePlot
      source={source}
      label={label}
      yLabel="Membrane potential, mV"
      series={beats.map(({ series }) => series).reverse()}
      minRange={30}
      xUnit="ms"
      showXAxis
      zoomable
      window={view}
      onZoom={setView}
    />
  );
}
