import { useEffect, useRef, type KeyboardEvent } from 'react';
import uPlot from 'uplot';
import { useAppliedTheme } from '../ui/theme.ts';
import { plotOptions, formatTick, type PlotShape } from './plotOptions.ts';
import { readPlotColours } from './plotTheme.ts';
import type { TraceSource } from './traceSource.ts';
import type { TimeWindow } from './timeWindow.ts';
import { zoomByKey } from './zoomKeys.ts';

interface TimePlotProps extends PlotShape {
  readonly source: TraceSource;
  /** What is drawn, for screen readers. */
  readonly label: string;
  /** Shown instead of the range of the data; a function is asked at every draw. */
  readonly window?: TimeWindow | null | (() => TimeWindow | null);
  /** Both ends of the y axis, asked at every draw; null: by the data. */
  readonly yWindow?: () => readonly [number, number] | null;
  /** Another value draws the plot again: what yWindow answers has changed. */
  readonly redrawOn?: string;
  /** False: no names of the series above the plot. */
  readonly legend?: boolean;
  /** Called with the selected range, and with null for the whole trace (double click, or Escape on the plot). */
  readonly onZoom?: (window: TimeWindow | null) => void;
  /** Adds to the plot, for instance handles; the returned function is called when the plot is removed. Must be the same at every render. */
  readonly attach?: ((plot: uPlot) => () => void) | undefined;
  /** Handles a key before the zoom does; true: it was handled. */
  readonly onKey?: (event: KeyboardEvent<HTMLElement>) => boolean;
  /** Help on the keys, shown instead of the zoom keys. */
  readonly keyHelp?: string;
  readonly testId?: string;
}

/** One uPlot. Samples come from a TraceSource, so that React renders nothing while a trace runs. */
export function TimePlot(props: TimePlotProps) {
  const { source, label, window: view, yWindow, redrawOn, legend = true, onZoom, attach, onKey, keyHelp, testId, ...shape } = props;
  const host = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLSpanElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ view, yWindow, onZoom });
  latest.current = { view, yWindow, onZoom };
  const whole = useRef<TimeWindow | null>(null);
  const theme = useAppliedTheme();
  const shapeKey = JSON.stringify(shape);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const options = plotOptions(shape, readPlotColours(element), element.clientWidth, element.clientHeight, {
      xRange(min, max) {
        const wanted = typeof latest.current.view === 'function' ? latest.current.view() : latest.current.view;
        if (wanted !== null && wanted !== undefined) return [wanted.fromMs, wanted.toMs];
        // A zoomed plot holds only its window: the whole trace is known from before.
        if (Number.isFinite(min) && Number.isFinite(max)) whole.current = { fromMs: min, toMs: max };
        return min === max || !Number.isFinite(min) || !Number.isFinite(max) ? [0, 1000] : [min, max];
      },
      yRange: () => latest.current.yWindow?.() ?? null,
      onZoom: (fromMs, toMs) => latest.current.onZoom?.({ fromMs, toMs }),
    });
    options.hooks = { ...options.hooks, setCursor: [(u) => showValues(u, shape, readout.current)] };
    const made = new uPlot(options, source.get() as uPlot.AlignedData, element);
    plot.current = made;
    const detach = attach?.(made);
    const unsubscribe = source.subscribe(() => made.setData(source.get() as uPlot.AlignedData));
    const resize = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0 && (width !== made.width || height !== made.height)) made.setSize({ width, height });
    });
    resize.observe(element);
    return () => {
      resize.disconnect();
      unsubscribe();
      detach?.();
      made.destroy();
      plot.current = undefined;
    };
    // The shape is compared by value: a parent that renders again must not rebuild the plot.
  }, [source, theme, shapeKey, attach]);

  useEffect(() => {
    plot.current?.setData(source.get() as uPlot.AlignedData);
  }, [source, view, redrawOn]);

  return (
    <figure className="time-plot" aria-label={label} data-testid={testId}>
      <figcaption className="time-plot-caption">
        <span className="time-plot-y">{shape.yLabel}</span>
        {shape.band !== undefined && <BandKey {...shape.band} />}
        {legend && shape.series.length > 1 && shape.series.map((series) => <LegendKey key={series.label} {...series} />)}
        <span className="time-plot-readout" ref={readout} />
      </figcaption>
      <div
        className="time-plot-canvas"
        ref={host}
        tabIndex={shape.zoomable ? 0 : undefined}
        aria-label={shape.zoomable ? `${label}: ${keyHelp ?? 'plus and minus zoom, arrows move, Escape shows the whole'}` : undefined}
        role={shape.zoomable ? 'application' : undefined}
        onDoubleClick={() => onZoom?.(null)}
        onKeyDown={(event) => {
          if (onKey?.(event) === true) {
            event.preventDefault();
            return;
          }
          const scale = plot.current?.scales['x'];
          if (onZoom === undefined || whole.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
          const next = zoomByKey(event.key, { fromMs: scale?.min ?? 0, toMs: scale?.max ?? 0 }, whole.current);
          if (next === undefined) return;
          event.preventDefault();
          onZoom(next);
        }}
      />
    </figure>
  );
}

function BandKey({ label, ink }: NonNullable<PlotShape['band']>) {
  return (
    <span className="legend-key">
      <svg width="18" height="10" aria-hidden="true" className={`ink-${ink}`}>
        <rect width="18" height="10" fill="currentColor" />
      </svg>
      {label}
    </span>
  );
}

function LegendKey({ label, ink, widthPx = 1, dashed = false }: PlotShape['series'][number]) {
  return (
    <span className="legend-key">
      <svg width="18" height="8" aria-hidden="true" className={`ink-${ink}`}>
        <line
          x1="0"
          y1="4"
          x2="18"
          y2="4"
          stroke="currentColor"
          strokeWidth={Math.max(1.5, widthPx)}
          strokeDasharray={dashed ? '5 3' : undefined}
        />
      </svg>
      {label}
    </span>
  );
}

/** Writes the values under the cursor without a render. */
function showValues(u: uPlot, shape: PlotShape, out: HTMLSpanElement | null): void {
  if (out === null) return;
  const { idx } = u.cursor;
  if (idx === null || idx === undefined) {
    out.textContent = '';
    return;
  }
  const time = u.data[0][idx] as number;
  const before = shape.band === undefined ? 1 : 3;
  const values = shape.series.map((_, i) => u.data[i + before]?.[idx]);
  const shown = values.map((value) => (value === null || value === undefined ? '–' : formatTick(Number(value.toPrecision(4)))));
  const at = shape.xUnit === 'step' ? `step ${time}` : shape.xUnit === 's' ? `${(time / 1000).toFixed(4)} s` : `${time.toFixed(1)} ms`;
  out.textContent = `${at}   ${shown.join('   ')}`;
}
