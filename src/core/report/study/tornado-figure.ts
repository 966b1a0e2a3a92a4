import { FEATURE_WORDS } from '../../drug/swept-cell.ts';
import { STEP, type Sensitivity } from '../../drug/sensitivity.ts';
import type { EnsembleEffect } from '../../drug/ensemble-sensitivity.ts';
import { rangeOf } from '../scale.ts';
import { axes } from './axes.ts';
import { px, rectPath, type Figure, type Mark } from './figure.ts';
import { HEAD_HEIGHT } from './figure-head.ts';
import { headedFigure } from './headed-figure.ts';
import { dosedWords, type StudyView } from './study-view.ts';

/** Parameters that are drawn. */
const MOST_BARS = 14;

interface Bar {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly hollow: boolean;
}

/** Effect of each parameter on the change that a drug makes: bars from one tenth less to one tenth more. */
export function tornadoFigure(view: StudyView, sensitivity: Sensitivity, width = 640, height = 360): Figure {
  const [name, unit] = FEATURE_WORDS[sensitivity.feature];
  const known = sensitivity.parameters.flatMap(({ name: label, low, high }) =>
    low === null || high === null ? [] : [{ name: label, low, high }],
  );
  const bars = known.slice(0, MOST_BARS).map(({ name: label, low, high }): Bar => ({ name: label, from: low, to: high, hollow: false }));
  const title = `${dosedWords(view, sensitivity.nM)}: by parameter`;
  const marks = barMarks(
    bars,
    sensitivity.change ?? 0,
    { label: `Change of ${name}, ${unit}; x ${STEP} (dot), / ${STEP}`, zero: false },
    width,
    height,
  );
  return headedFigure(view, {
    id: 'tornado',
    title,
    width,
    height,
    marks,
    table: {
      header: ['Parameter', `Change at / ${STEP} (${unit})`, `Change at x ${STEP} (${unit})`],
      rows: sensitivity.parameters.map(({ name: label, low, high }) => [label, low, high]),
    },
  });
}

/** Rank correlation of each parameter with the change over the ensemble. */
export function ensembleTornado(view: StudyView, nM: number, effects: readonly EnsembleEffect[], width = 640, height = 360): Figure {
  const bars = effects.slice(0, MOST_BARS).map(({ name, correlation }): Bar => ({ name, from: 0, to: correlation, hollow: false }));
  const title = `Change of APD90 with ${dosedWords(view, nM)} over ${effects[0]?.cells ?? 0} cells`;
  return headedFigure(view, {
    id: 'tornado-ensemble',
    title,
    width,
    height,
    marks: [...barMarks(bars, 0, { label: 'Rank correlation with the parameter', zero: true }, width, height)],
    table: {
      header: ['Parameter', 'Rank correlation', 'Cells'],
      rows: effects.map(({ name, correlation, cells }) => [name, correlation, cells]),
    },
  });
}

/** The change without the block of each channel, and with it alone. */
export function channelFigure(view: StudyView, sensitivity: Sensitivity, width = 640, height = 360): Figure {
  const [name, unit] = FEATURE_WORDS[sensitivity.feature];
  const all = sensitivity.leftOut.length > 0 ? [...new Set(sensitivity.leftOut.flatMap(({ channels }) => channels))] : [];
  const left = sensitivity.leftOut.map((effect) => ({
    name: `without ${all.filter((channel) => !effect.channels.includes(channel)).join(', ')}`,
    effect,
  }));
  const alone = sensitivity.alone.map((effect) => ({ name: `${effect.channels.join(', ')} alone`, effect }));
  const rows = [...left, ...alone];
  const bars = rows.flatMap(({ name: label, effect }): Bar[] =>
    effect.change === null ? [] : [{ name: label, from: 0, to: effect.change, hollow: label.endsWith('alone') }],
  );
  const title = `${dosedWords(view, sensitivity.nM)}: by channel`;
  return headedFigure(view, {
    id: 'channels',
    title,
    width,
    height,
    marks: [
      ...barMarks(bars, sensitivity.change ?? 0, { label: `Change of ${name}, ${unit}; line: all channels`, zero: true }, width, height),
    ],
    table: {
      header: ['Block', `Change of ${name} (${unit})`, 'Outcome'],
      rows: rows.map(({ name: label, effect }) => [label, effect.change, effect.outcome]),
    },
  });
}

function barMarks(
  bars: readonly Bar[],
  line: number,
  { label, zero }: { label: string; zero: boolean },
  width: number,
  height: number,
): Mark[] {
  const box = { x: 118, y: HEAD_HEIGHT + 6, width: width - 118 - 16, height: height - HEAD_HEIGHT - 6 - 38 };
  const range = rangeOf([[...(zero ? [0] : []), line, ...bars.flatMap(({ from, to }) => [from, to])]], 0.08);
  const plot = axes(box, { range, label }, { range: { low: 0, high: Math.max(1, bars.length) }, label: '' });
  const row = box.height / Math.max(1, bars.length);
  return [
    // The names of the bars stand in place of ticks.
    ...plot.marks.filter(
      (mark) =>
        !(mark.kind === 'text' && mark.anchor === 'end') && !(mark.kind === 'path' && mark.d.includes('h') && !mark.d.endsWith('z')),
    ),
    ...bars.flatMap(({ name, from, to, hollow }, i): Mark[] => {
      const y = box.y + i * row;
      const [a, b] = [plot.toX(Math.min(from, to)), plot.toX(Math.max(from, to))];
      return [
        { kind: 'text', x: box.x - 6, y: y + row / 2 + 4, text: name, size: Math.min(11, row), anchor: 'end' },
        { kind: 'path', d: rectPath(a, y + row * 0.2, Math.max(0.5, b - a), row * 0.6), fill: 'accent', opacity: hollow ? 0.35 : 0.75 },
        { kind: 'path', d: dot(plot.toX(to), y + row / 2), fill: 'text' },
      ];
    }),
    { kind: 'path', d: `M${px(plot.toX(line))} ${px(box.y)}v${px(box.height)}`, stroke: 'text', width: 1.2, dash: '4 3' },
  ];
}

function dot(x: number, y: number): string {
  return `M${px(x - 2)} ${px(y)}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`;
}
