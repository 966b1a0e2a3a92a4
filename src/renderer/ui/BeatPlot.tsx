import { useEffect, useState } from 'react';
import type { TwinBeat } from '../state/appState.ts';
import type { BeatBand } from '../../core/twin/beat-band.ts';
import { bandColumns } from '../traces/bandColumns.ts';
import { alignBeats, firstLook } from '../traces/alignBeats.ts';
import type { PlotSeries } from '../traces/plotOptions.ts';
import { TimePlot } from '../traces/TimePlot.tsx';
import type { TimeWindow } from '../traces/timeWindow.ts';
import { TraceSource } from '../traces/traceSource.ts';

interface BeatPlotProps {
  /** One or two cells; the first is drawn on top. */
  readonly beats: readonly { readonly beat: TwinBeat; readonly series: PlotSeries }[];
  readonly label: string;
  /** Drawn under them, with its potentials shifted by shiftMv. */
  readonly band?: { readonly band: BeatBand; readonly shiftMv: number; readonly label: string } | null;
}

/** Action potentials aligned at the upstroke. */
export function BeatPlot({ beats, label, band = null }: BeatPlotProps) {
  const [source] = useState(() => new TraceSource());
  const [view, setView] = useState<TimeWindow | null>(null);
  const first = beats[0]?.beat;
  const second = beats[1]?.beat;
  const range = band?.band ?? null;
  const shiftMv = band?.shiftMv ?? 0;
  useEffect(() => setView(firstLook([first, second].filter((beat) => beat !== undefined))), [first, second]);
  useEffect(() => {
    const [timeMs, ...columns] = alignBeats(
      [first, second].filter((beat) => beat !== undefined),
      view,
    );
    source.set([timeMs, ...(range === null ? [] : bandColumns(range, timeMs, shiftMv)), ...columns.reverse()]);
  }, [first, second, view, range, shiftMv, source]);
  return (
    <TimePlot
      source={source}
      label={label}
      yLabel="Membrane potential, mV"
      series={beats.map(({ series }) => series).reverse()}
      {...(band === null ? {} : { band: { label: band.label, ink: 'band' } })}
      minRange={30}
      xUnit="ms"
      showXAxis
      zoomable
      window={view}
      onZoom={setView}
    />
  );
}
