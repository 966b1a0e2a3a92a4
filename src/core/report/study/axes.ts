import { ticksOf, type Range } from '../scale.ts';
import { figure } from '../text.ts';
import { px, rectPath, type Mark } from './figure.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Axis {
  readonly range: Range;
  readonly label: string;
  readonly log?: boolean;
  /** No tick labels: the axis of a plot above another. */
  readonly bare?: boolean;
}

export interface Plot {
  readonly marks: readonly Mark[];
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

/** Frame, grid, ticks and labels of a plot, and where its values lie. Values outside lie on the edge. */
export function axes(box: Box, x: Axis, y: Axis): Plot {
  const toX = place(x, box.x, box.width);
  const up = place(y, 0, box.height);
  const toY = (value: number): number => box.y + box.height - up(value);
  const xTicks = ticks(x, Math.max(2, Math.round(box.width / 75)));
  const yTicks = ticks(y, Math.max(2, Math.round(box.height / 36)));
  const bottom = box.y + box.height;
  const marks: Mark[] = [
    ...xTicks.map((tick): Mark => ({ kind: 'path', d: `M${px(toX(tick))} ${px(box.y)}v${px(box.height)}`, stroke: 'grid' })),
    ...yTicks.map((tick): Mark => ({
      kind: 'path',
      d: `M${px(box.x)} ${px(toY(tick))}h${px(box.width)}`,
      stroke: tick === 0 ? 'line' : 'grid',
    })),
    { kind: 'path', d: rectPath(box.x, box.y, box.width, box.height), stroke: 'line' },
    ...(x.bare === true
      ? []
      : xTicks.map((tick): Mark => ({
          kind: 'text',
          x: toX(tick),
          y: bottom + 14,
          text: tickText(tick, xTicks, x),
          size: 11,
          anchor: 'middle',
          fill: 'muted',
        }))),
    ...yTicks.map((tick): Mark => ({
      kind: 'text',
      x: box.x - 6,
      y: toY(tick) + 4,
      text: tickText(tick, yTicks, y),
      size: 11,
      anchor: 'end',
      fill: 'muted',
    })),
    ...(x.label === ''
      ? []
      : [{ kind: 'text', x: box.x + box.width / 2, y: bottom + 30, text: x.label, size: 11, anchor: 'middle', fill: 'muted' } as const]),
    ...(y.label === '' ? [] : [{ kind: 'text', x: box.x, y: box.y - 6, text: y.label, size: 11, fill: 'muted' } as const]),
  ];
  return { marks, toX, toY };
}

function place({ range: { low, high }, log = false }: Axis, start: number, length: number): (value: number) => number {
  const on = (value: number): number => (log ? Math.log10(value) : value);
  const [from, to] = [on(low), on(high)];
  return (value) => start + length * Math.min(1, Math.max(0, (on(value) - from) / (to - from)));
}

function ticks({ range, log = false }: Axis, count: number): number[] {
  if (!log) {
    // One tick alone is no scale.
    let linear = ticksOf(range, count);
    for (let more = count + 1; linear.length < 2 && more <= 2 * count + 1; more++) linear = ticksOf(range, more);
    return linear;
  }
  const [first, last] = [Math.ceil(Math.log10(range.low) - 1e-9), Math.floor(Math.log10(range.high) + 1e-9)];
  const decades = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number((10 ** (first + i)).toPrecision(12)));
  if (decades.length >= 2) return decades;
  return [1, 2, 5]
    .flatMap((m) => [first - 1, first, last].map((power) => m * 10 ** power))
    .filter((tick, i, all) => tick >= range.low && tick <= range.high && all.indexOf(tick) === i);
}

function tickText(tick: number, all: readonly number[], { log = false }: Axis): string {
  if (log) return tick >= 1e5 || tick < 1e-3 ? tick.toExponential(0) : String(Number(tick.toPrecision(6)));
  const digits = Math.min(4, Math.max(0, ...all.map((value) => (String(value).split('.')[1] ?? '').length)));
  return figure(tick, digits);
}
