import { useEffect, useState } from 'react';
import type { TwinBeat } from '../state/appState.ts';
import { alignBeats, firstLook } from '../traces/alignBeats.ts';
import type { PlotSeries } from '../traces/plotOptions.ts';
import { TimePlot, type TimeWindow } from '../traces/TimePlot.tsx';
import { TraceSource } from '../traces/traceSource.ts';

/** Action potentials laid over each other at the upstroke; the first is drawn on top. */
export function BeatPlot({ beats, label }: { beats: readonly { readonly beat: TwinBeat; readonly series: PlotSeries }[]; label: string }) {
  const [source] = useState(() => new TraceSource());
  const [zoom, setZoom] = useState<TimeWindow | null>(null);
  const first = beats[0]?.beat;
  const second = beats[1]?.beat;
  useEffect(() => {
    const shown = [first, second].filter((beat) => beat !== undefined);
    const [timeMs, ...columns] = alignBeats(shown);
    source.set([timeMs, ...columns.reverse()]);
    setZoom(firstLook(shown));
  }, [first, second, source]);
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
      window={zoom}
      onZoom={setZoom}
    />
  );
}
