import type uPlot from 'uplot';
import type { PlotColours, TraceInk } from './plotTheme.ts';

export interface PlotSeries {
  readonly label: string;
  readonly ink: TraceInk;
  /** CSS pixels. A wide pale line under a thin one distinguishes two traces without colour. */
  readonly widthPx?: number;
  readonly dashed?: boolean;
}

export interface PlotShape {
  readonly yLabel: string;
  /** Fills between the first two columns of the data, low and high; those of the series follow. */
  readonly band?: { readonly label: string; readonly ink: TraceInk } | undefined;
  readonly series: readonly PlotSeries[];
  /** Smallest range shown, so that a quiet trace does not look like noise at full height. */
  readonly minRange?: number;
  readonly syncKey?: string | undefined;
  readonly xUnit: 'ms' | 's' | 'step';
  readonly showXAxis: boolean;
  readonly zoomable: boolean;
  /** Axis of an empty plot. */
  readonly emptyRange?: readonly [number, number];
  /** Range that is always shown: a drag within it does not move the scale. */
  readonly atLeast?: readonly [number, number];
}

interface Hooks {
  xRange(dataMin: number, dataMax: number): [number, number];
  /** Both ends of the y axis; null: by the data. */
  yRange(): readonly [number, number] | null;
  onZoom(fromMs: number, toMs: number): void;
}

const FONT = '11px "Inter", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

function ticks(shape: PlotShape): (u: uPlot, splits: number[]) => string[] {
  if (shape.xUnit === 'step') return (_u, splits) => splits.map((step) => formatTick(step));
  if (shape.xUnit === 'ms') return (_u, splits) => splits.map((ms) => formatTick(Math.round(ms * 100) / 100));
  return (_u, splits) => splits.map((ms) => formatTick(ms / 1000));
}

export function plotOptions(shape: PlotShape, colours: PlotColours, width: number, height: number, hooks: Hooks): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colours.axis,
    font: FONT,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 12, shape.showXAxis ? 0 : 6, 0],
    legend: { show: false },
    pxAlign: 0,
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: shape.zoomable, y: false, setScale: false },
      ...(shape.syncKey === undefined ? {} : { sync: { key: shape.syncKey, setSeries: false } }),
    },
    scales: {
      x: { time: false, range: (_u, min, max) => hooks.xRange(min, max) },
      y: { range: (_u, min, max) => [...(hooks.yRange() ?? yRange(shape, min, max))] as [number, number] },
    },
    axes: [
      { ...axis, show: shape.showXAxis, size: 26, gap: 4, values: ticks(shape) },
      { ...axis, size: 52, gap: 6, space: 20, values: (_u, splits) => splits.map((value) => formatTick(value)) },
    ],
    series: [
      {},
      ...(shape.band === undefined ? [] : ['low', 'high'].map((end): uPlot.Series => ({ label: end, width: 0, points: { show: false } }))),
      ...shape.series.map((series): uPlot.Series => ({
        label: series.label,
        stroke: colours.ink(series.ink),
        width: series.widthPx ?? 1,
        points: { show: false },
        // Rounding to pixels would turn the flanks of an action potential into stairs.
        pxAlign: 0,
        ...(series.dashed === true ? { dash: [5, 4] } : {}),
      })),
    ],
    ...(shape.band === undefined ? {} : { bands: [{ series: [2, 1], fill: colours.ink(shape.band.ink) }] }),
    hooks: {
      setSelect: [
        (u) => {
          if (u.select.width < 4) return;
          const from = u.posToVal(u.select.left, 'x');
          const to = u.posToVal(u.select.left + u.select.width, 'x');
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          hooks.onZoom(from, to);
        },
      ],
    },
  };
}

function yRange(shape: PlotShape, min: number | null, max: number | null): [number, number] {
  const [emptyLow, emptyHigh] = shape.emptyRange ?? [-1, 1];
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [emptyLow, emptyHigh];
  if (shape.atLeast !== undefined) {
    const [low, high] = shape.atLeast;
    return [Math.min(low, min - 8), Math.max(high, max + 8)];
  }
  const missing = Math.max(0, (shape.minRange ?? 0) - (max - min)) / 2;
  const pad = Math.max((max - min) * 0.06, 1e-6);
  return [min - missing - pad, max + missing + pad];
}

/** A true minus sign keeps the figures aligned. */
export function formatTick(value: number): string {
  const rounded = Math.abs(value) < 1e-9 ? 0 : Number(value.toPrecision(6));
  return String(rounded).replace('-', '\u2212');
}
