import { BEAT_DT_MS, BEAT_START_MS } from '../../drug/swept-cell.ts';
import { rangeOf, robustRange } from '../scale.ts';
import { axes } from './axes.ts';
import { linePath, type Figure, type Ink, type Mark } from './figure.ts';
import { figureHead, HEAD_HEIGHT } from './figure-head.ts';
import { inkOf } from './potential-figure.ts';
import { concentrationWords, viewNote, type StudyView } from './study-view.ts';

/** Currents that are drawn where none are chosen: those that a drug of the table blocks most often. */
export const USUAL_CURRENTS = ['IKr', 'ICaL', 'INa', 'IKs', 'If', 'IK1'] as const;
/** Concentrations that are drawn: more lines hide each other. */
const MOST_LINES = 5;
/** Share of samples that may lie outside of a plot: the sodium current's spike. */
const OUTSIDE = 0.004;

/** The currents of the twin under its action potential. */
export function currentFigure(view: StudyView, currents: readonly string[] = USUAL_CURRENTS, width = 640, height = 360): Figure {
  const all = view.levels.map((level, i) => ({ level, ink: inkOf(i, view.levels.length) }));
  const step = Math.max(1, (all.length - 1) / (MOST_LINES - 1));
  const drawn = all.filter(
    (_, i) => all.length <= MOST_LINES || Array.from({ length: MOST_LINES }, (__, k) => Math.round(k * step)).includes(i),
  );
  const names = currents.filter((name) => drawn.some(({ level }) => level.currents?.[name] !== undefined));
  const columns = Math.min(3, names.length + 1);
  const rows = Math.ceil((names.length + 1) / columns);
  const cell = { width: width / columns, height: (height - HEAD_HEIGHT) / rows };
  const points = drawn[0]?.level.beat?.length ?? 2;
  const time = { low: BEAT_START_MS, high: BEAT_START_MS + BEAT_DT_MS * (points - 1) };
  const cornerOf = (place: number): { x: number; y: number } => ({
    x: (place % columns) * cell.width + 48,
    y: HEAD_HEIGHT + Math.floor(place / columns) * cell.height + 20,
  });
  const panel = (
    place: number,
    label: string,
    lines: readonly { readonly values: readonly number[]; readonly ink: Parameters<typeof inkMark>[1] }[],
  ): Mark[] => {
    const box = { ...cornerOf(place), width: cell.width - 58, height: cell.height - 42 };
    const samples = lines.flatMap(({ values }) => values);
    const range = label.endsWith('mV') ? rangeOf([samples]) : robustRange(Float32Array.from(samples), OUTSIDE);
    const plot = axes(box, { range: time, label: '' }, { range, label });
    return [
      ...plot.marks,
      ...lines.map(({ values, ink }) =>
        inkMark(linePath(values.map((value, i) => [plot.toX(BEAT_START_MS + BEAT_DT_MS * i), plot.toY(value)])), ink),
      ),
    ];
  };
  const after = names.length + 1;
  const title = `Currents under the action potential with ${view.drug}`;
  const potentials = drawn.flatMap(({ level, ink }) => (level.beat === null ? [] : [{ values: level.beat, ink }]));
  return {
    id: 'currents',
    title,
    note: viewNote(view),
    width,
    height,
    marks: [
      ...figureHead(
        `${title}: ${drawn.map(({ level }) => level.nM).join(', ')} nM`,
        viewNote(view),
        width,
        view.cell.origin === 'simulated',
      ),
      ...panel(0, 'Membrane potential, mV', potentials),
      ...(after < columns * rows ? keyMarks(drawn, cornerOf(after)) : []),
      ...names.flatMap((name, i) =>
        panel(
          i + 1,
          `${name}, A/F`,
          drawn.flatMap(({ level, ink }) => (level.currents?.[name] === undefined ? [] : [{ values: level.currents[name], ink }])),
        ),
      ),
    ],
    table: {
      header: [
        'Time (ms)',
        ...drawn.flatMap(({ level }) => [`${level.nM} nM V (mV)`, ...names.map((name) => `${level.nM} nM ${name} (A/F)`)]),
      ],
      rows: Array.from({ length: points }, (_, i) => [
        BEAT_START_MS + BEAT_DT_MS * i,
        ...drawn.flatMap(({ level }) => [level.beat?.[i] ?? null, ...names.map((name) => level.currents?.[name]?.[i] ?? null)]),
      ]),
    },
  };
}

/** Colours and the unit of time, in the place behind the last panel. */
function keyMarks(
  lines: readonly { readonly level: { readonly nM: number }; readonly ink: Ink }[],
  { x, y: top }: { readonly x: number; readonly y: number },
): Mark[] {
  const step = 13;
  return [
    { kind: 'text', x, y: top, text: 'Time in ms from the upstroke', size: 10.5, fill: 'muted' },
    ...lines.flatMap(({ level, ink }, i): Mark[] => {
      const y = top + (i + 1) * step;
      return [
        { kind: 'path', d: `M${x} ${y - 4}h14`, stroke: ink, width: 2.2 },
        { kind: 'text', x: x + 20, y, text: concentrationWords(level.nM), size: 10.5 },
      ];
    }),
  ];
}

function inkMark(d: string, ink: ReturnType<typeof inkOf>): Mark {
  return { kind: 'path', d, stroke: ink, width: 1.3 };
}
