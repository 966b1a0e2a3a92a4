import { mostOf } from '../../drug/most-of.ts';
import { FEATURE_WORDS } from '../../drug/swept-cell.ts';
import { WASH_FEATURES, type WashEvent, type WashFeature } from '../../drug/washed-cell.ts';
import { concentrationAt } from '../../drug/wash.ts';
import { figure as number } from '../text.ts';
import { axes, type Box, type Plot } from './axes.ts';
import { coursePanel, dot, type CourseMeasure } from './course-panel.ts';
import { linePath, px, type Figure, type Mark } from './figure.ts';
import { HEAD_HEIGHT } from './figure-head.ts';
import { headedFigure } from './headed-figure.ts';
import { cellWords, concentrationWords, type StudyCourse, type StudyView } from './study-view.ts';

/** Measures of the panels, from above. */
const PANELS: readonly WashFeature[] = ['cycleLengthMs', 'apd90Ms', 'mdpMv', 'calciumAmplitudeNm'];
/** Shares of the height: the concentration, then the measures. */
const TOP_SHARE = 0.2;
const [LEFT, RIGHT, GAP, BOTTOM] = [58, 150, 22, 38];
/** Points of the line of the concentration. */
const POINTS = 400;

/** Measures of every beat of the twin over time, the band of its ensemble, the concentration in the bath, and what happens. */
export function washFigure(view: StudyView, course: StudyCourse, width = 640, height = 480): Figure {
  const { wash, result } = course;
  // Calcium is in no experiment of before.
  const shown = PANELS.filter((key) => result.intervals.some(({ features }) => (features[key] ?? null) !== null));
  const time = { low: 0, high: wash.endS };
  const room = height - HEAD_HEIGHT - BOTTOM - (shown.length + 1) * GAP;
  const top: Box = { x: LEFT, y: HEAD_HEIGHT + GAP, width: width - LEFT - RIGHT, height: room * TOP_SHARE };
  const each = (room * (1 - TOP_SHARE)) / shown.length;
  const boxAt = (i: number): Box => ({ ...top, y: top.y + top.height + GAP + i * (each + GAP), height: each });
  const inBath = Array.from({ length: POINTS + 1 }, (_, i) => {
    const atS = (i * wash.endS) / POINTS;
    return [atS, concentrationAt(wash, atS)] as const;
  });
  const highest = Math.max(...inBath.map(([, nM]) => nM), ...wash.solutions.map(({ nM }) => nM));
  const concentration = axes(
    top,
    { range: time, label: '', bare: true },
    { range: { low: 0, high: highest === 0 ? 1 : 1.15 * highest }, label: `${view.drug} in the bath, nM` },
  );
  const panels = shown.map((key, i) =>
    coursePanel(course, measureOf(key), boxAt(i), i === shown.length - 1 ? { label: 'Time, s' } : { label: '', bare: true }),
  );
  const bottom = boxAt(shown.length - 1);
  const words = cellWords(view);
  const title = `Beats over time with ${view.drug}`;
  return headedFigure(view, {
    id: 'wash',
    title,
    width,
    height,
    marks: [
      ...concentration.marks,
      ...flowMarks(course, concentration, top),
      {
        kind: 'path',
        d: linePath(inBath.map(([atS, nM]) => [concentration.toX(atS), concentration.toY(nM)])),
        stroke: 'warn',
        width: 1.8,
      },
      ...panels.flat(),
      ...eventMarks(result.twin.events, concentration, top, bottom),
      ...legend(top, bottom, words, course),
    ],
    table: {
      header: [
        'From (s)',
        'In the bath (nM)',
        'Most cells',
        words === 'the twin' ? 'Twin' : 'Published cell',
        ...WASH_FEATURES.flatMap((key) => ['median', 'low (5 %)', 'high (95 %)'].map((of) => `${headOf(key)} ${of}`)),
      ],
      rows: result.intervals.map(({ fromS, nM, outcomes, features }, i) => [
        fromS,
        Number(nM.toPrecision(6)),
        mostOf(outcomes),
        result.twin.outcomes[i] ?? '',
        ...WASH_FEATURES.flatMap((key) => {
          const spread = features[key] ?? null;
          return [spread?.median, spread?.low, spread?.high].map((value) => (value == null ? null : Number(value.toFixed(3))));
        }),
      ]),
    },
  });
}

function headOf(key: WashFeature): string {
  return `${measureOf(key).label},`;
}

function measureOf(key: WashFeature): CourseMeasure {
  const [name, unit] = FEATURE_WORDS[key];
  return { label: `${name}, ${unit}`, ofInterval: ({ features }) => features[key] ?? null, ofBeat: (beat) => beat[key] ?? null };
}

/** Each solution where it begins to flow. */
function flowMarks({ wash }: StudyCourse, { toX }: Plot, box: Box): Mark[] {
  const control: Mark[] = (wash.solutions[0]?.atS ?? 0) > 0 ? [flowText(box.x + 4, 'control')] : [];
  return [
    ...control,
    ...wash.solutions.flatMap(({ atS, nM }): Mark[] => [
      { kind: 'path', d: `M${px(toX(atS))} ${px(box.y)}v${px(box.height)}`, stroke: 'warn', width: 1, dash: '2 3' },
      flowText(toX(atS) + 4, nM === 0 ? 'wash' : concentrationWords(nM)),
    ]),
  ];

  function flowText(x: number, text: string): Mark {
    return { kind: 'text', x, y: box.y + 11, text, size: 10, fill: 'muted' };
  }
}

/** What the twin begins to do, numbered as in the legend. */
function eventMarks(events: readonly WashEvent[], { toX }: Plot, top: Box, bottom: Box): Mark[] {
  return events.slice(0, MOST_EVENTS).flatMap(({ atS }, i): Mark[] => {
    const x = toX(atS);
    return [
      { kind: 'path', d: `M${px(x)} ${px(top.y + top.height + 4)}V${px(bottom.y + bottom.height)}`, stroke: 'text', width: 1, dash: '4 3' },
      { kind: 'text', x, y: top.y + top.height + 14, text: String(i + 1), size: 10, anchor: 'middle', bold: true },
    ];
  });
}

/** More events than a legend has room for are in the table of the figure's neighbour. */
const MOST_EVENTS = 5;

function legend(top: Box, bottom: Box, words: string, { result }: StudyCourse): Mark[] {
  const x = top.x + top.width + 10;
  const start = top.y + top.height + GAP + 8;
  const text = (y: number, at: number, value: string, muted = false): Mark => ({
    kind: 'text',
    x: at,
    y,
    text: value,
    size: 10.5,
    ...(muted ? { fill: 'muted' } : {}),
  });
  const keys: Mark[] = [
    { kind: 'path', d: `M${x} ${start - 4}h14`, stroke: 'accent', width: 2.2 },
    text(start, x + 18, 'median, 90 % band'),
    { kind: 'path', d: dot(x + 7, start + 13), fill: 'text' },
    text(start + 17, x + 18, `beats of ${words}`),
  ];
  const shown = result.twin.events.slice(0, MOST_EVENTS);
  const events = shown.flatMap(({ atS, nM, outcome }, i): Mark[] => {
    const y = start + 44 + 32 * i;
    return y + 14 > bottom.y + bottom.height
      ? []
      : [text(y, x, `${i + 1}  ${outcome}`), text(y + 13, x + 12, `${number(atS, 0)} s, ${concentrationWords(nM)}`, true)];
  });
  return [...keys, ...events];
}
