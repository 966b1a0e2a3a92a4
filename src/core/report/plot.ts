import { buildPyramid, envelopeBetween } from '../trace/envelope.ts';
import { rangeOf, ticksOf, type Range } from './scale.ts';
import { escaped, figure } from './text.ts';

export interface PlotTrace {
  /** CSS class for colour and width. */
  readonly ink: string;
  readonly label: string;
  /** Time of sample k is startMs + k * dtMs. */
  readonly startMs: number;
  readonly dtMs: number;
  readonly values: Float32Array;
}

export interface PlotWish {
  readonly title: string;
  readonly unit: string;
  readonly traces: readonly PlotTrace[];
  readonly time: Range;
  readonly y?: Range;
  readonly height: number;
  readonly width?: number;
  /** Label the time axis: the lowest of stacked plots. */
  readonly timeAxis: boolean;
  /** For a simulated cell each plot is labelled, as it may be cut out of the page. */
  readonly simulated?: boolean;
}

const WIDTH = 960;
const LEFT = 62;
const RIGHT = 12;
const TOP = 20;
const BOTTOM = 34;
/** Drawn points of a trace: about two a pixel. */
const POINTS = 900;

/** One plot over time as SVG, min and max of each column drawn, so that no spike is lost. */
export function timePlot(wish: PlotWish): string {
  const width = wish.width ?? WIDTH;
  const bottom = wish.timeAxis ? BOTTOM : 8;
  const inner = { width: width - LEFT - RIGHT, height: wish.height - TOP - bottom };
  const y = wish.y ?? rangeOf(wish.traces.map(({ values }) => values));
  const inSeconds = wish.time.high - wish.time.low > 3000;
  const toX = (ms: number): number => LEFT + (inner.width * (ms - wish.time.low)) / (wish.time.high - wish.time.low);
  const toY = (value: number): number => TOP + inner.height * (1 - (value - y.low) / (y.high - y.low));
  const clip = `clip${clipNumber()}`;

  const yTicks = ticksOf(y, Math.max(3, Math.round(inner.height / 38)));
  const yDigits = digitsOf(yTicks);
  const xTicks = ticksOf(wish.time, Math.round(inner.width / 90));
  const xDigits = digitsOf(xTicks.map((tick) => (inSeconds ? tick / 1000 : tick)));
  const grid = [
    ...yTicks.map((tick) => `<path class="${tick === 0 ? 'zero' : 'grid'}" d="M${LEFT} ${px(toY(tick))}h${px(inner.width)}"/>`),
    ...xTicks.map((tick) => `<path class="grid" d="M${px(toX(tick))} ${TOP}v${px(inner.height)}"/>`),
  ];
  const labels = [
    ...yTicks.map(
      (tick) => `<text class="tick" x="${LEFT - 7}" y="${px(toY(tick) + 3.5)}" text-anchor="end">${figure(tick, yDigits)}</text>`,
    ),
    ...(wish.timeAxis
      ? [
          ...xTicks.map(
            (tick) =>
              `<text class="tick" x="${px(toX(tick))}" y="${wish.height - BOTTOM + 15}" ` +
              `text-anchor="middle">${figure(inSeconds ? tick / 1000 : tick, xDigits)}</text>`,
          ),
          `<text class="tick" x="${px(LEFT + inner.width / 2)}" y="${wish.height - 4}" ` +
            `text-anchor="middle">${inSeconds ? 's' : 'ms'}</text>`,
        ]
      : []),
    `<text class="name" x="${LEFT}" y="13">${escaped(wish.title)} <tspan class="unit">${escaped(wish.unit)}</tspan></text>`,
    legend(wish, width),
    wish.simulated === true
      ? `<text class="plot-simulated" x="${width - RIGHT - 6}" y="${TOP + 14}" text-anchor="end">SIMULATED</text>`
      : '',
  ];
  return [
    `<svg viewBox="0 0 ${width} ${wish.height}" role="img" aria-label="${escaped(`${wish.title}, ${wish.unit}`)}">`,
    `<clipPath id="${clip}"><rect x="${LEFT}" y="${TOP}" width="${px(inner.width)}" height="${px(inner.height)}"/></clipPath>`,
    ...grid,
    `<g clip-path="url(#${clip})">${wish.traces.map((trace) => tracePath(trace, wish.time, toX, toY)).join('')}</g>`,
    `<rect class="frame" x="${LEFT}" y="${TOP}" width="${px(inner.width)}" height="${px(inner.height)}"/>`,
    ...labels,
    '</svg>',
  ].join('');
}

function tracePath(trace: PlotTrace, time: Range, toX: (ms: number) => number, toY: (value: number) => number): string {
  const pyramid = buildPyramid(trace.values, 1000 / trace.dtMs);
  const { timeMs, min, max } = envelopeBetween(pyramid, time.low - trace.startMs, time.high - trace.startMs, POINTS);
  let path = '';
  let open = false;
  for (let i = 0; i < timeMs.length; i++) {
    const low = min[i] as number;
    const high = max[i] as number;
    if (Number.isNaN(low)) {
      open = false;
      continue;
    }
    const x = px(toX(trace.startMs + (timeMs[i] as number)));
    // Alternate the order, so that the line does not cross the column twice.
    const [first, second] = i % 2 === 0 ? [low, high] : [high, low];
    path += `${open ? 'L' : 'M'}${x} ${px(bounded(toY(first)))}`;
    if (low !== high) path += `V${px(bounded(toY(second)))}`;
    open = true;
  }
  return `<path class="trace ${trace.ink}" d="${path}"/>`;
}

function legend({ traces }: PlotWish, width: number): string {
  if (traces.length < 2) return '';
  let x = width - RIGHT;
  const items: string[] = [];
  for (const { label, ink } of [...traces].reverse()) {
    x -= label.length * 6.1 + 4;
    items.push(`<text class="tick" x="${px(x)}" y="13">${escaped(label)}</text><path class="trace ${ink}" d="M${px(x - 24)} 9h18"/>`);
    x -= 40;
  }
  return items.join('');
}

/** Far outside the frame a coordinate need not be exact; some viewers fail on huge ones. */
function bounded(y: number): number {
  return Math.min(4000, Math.max(-4000, y));
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function digitsOf(ticks: readonly number[]): number {
  return Math.min(4, Math.max(0, ...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length)));
}

let clips = 0;
/** Unique within the page. */
function clipNumber(): number {
  clips++;
  return clips;
}
