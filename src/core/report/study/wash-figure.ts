import { mostOf } from '../../drug/most-of.ts';
import { FEATURE_WORDS } from '../../drug/swept-cell.ts';
import { WASH_BEAT_FEATURES, WASH_FEATURES, type WashBeatFeature, type WashEvent, type WashFeature } from '../../drug/washed-cell.ts';
import { concentrationAt } from '../../drug/wash.ts';
import { rangeOf } from '../scale.ts';
import { figure as number } from '../text.ts';
import { axes, type Box, type Plot } from './axes.ts';
import { areaPath, linePath, px, type Figure, type Mark } from './figure.ts';
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
  const panels = shown.map((key, i) => panel(course, key, boxAt(i), i === shown.length - 1));
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
  const [name, unit] = FEATURE_WORDS[key];
  return `${name}, ${unit},`;
}

function isOfBeats(key: WashFeature): key is WashBeatFeature {
  return (WASH_BEAT_FEATURES as readonly WashFeature[]).includes(key);
}

/** One measure: the band over the intervals, broken where no cell has it, and a point for each beat of the twin. */
function panel({ wash, result }: StudyCourse, key: WashFeature, box: Box, last: boolean): Mark[] {
  const [name, unit] = FEATURE_WORDS[key];
  const beats = result.twin.beats.flatMap((beat) => {
    const value = isOfBeats(key) ? beat[key] : null;
    return value === null ? [] : [{ atS: beat.atS, value }];
  });
  const runs = bandRuns(result, key);
  const range = rangeOf([beats.map(({ value }) => value), ...runs.flat().map(({ low, high }) => [low, high])]);
  const plot = axes(
    box,
    { range: { low: 0, high: wash.endS }, label: last ? 'Time, s' : '', bare: !last },
    { range, label: `${name}, ${unit}` },
  );
  const at = (atS: number, value: number): [number, number] => [plot.toX(atS), plot.toY(value)];
  return [
    ...plot.marks,
    ...runs.flatMap((run): Mark[] => [
      {
        kind: 'path',
        d: areaPath(
          run.map(({ atS, low }) => at(atS, low)),
          run.map(({ atS, high }) => at(atS, high)),
        ),
        fill: 'accent',
        opacity: 0.18,
      },
      { kind: 'path', d: linePath(run.map(({ atS, median }) => at(atS, median))), stroke: 'accent', width: 2 },
    ]),
    { kind: 'path', d: beats.map(({ atS, value }) => dot(...at(atS, value))).join(''), fill: 'text' },
  ];
}

interface BandPoint {
  readonly atS: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Stretches of intervals in which cells have the measure. */
function bandRuns({ intervals, intervalS }: StudyCourse['result'], key: WashFeature): BandPoint[][] {
  const runs: BandPoint[][] = [];
  let open: BandPoint[] | null = null;
  for (const { fromS, features } of intervals) {
    const spread = features[key] ?? null;
    if (spread === null) {
      open = null;
      continue;
    }
    if (open === null) runs.push((open = []));
    open.push({ atS: fromS + intervalS / 2, ...spread });
  }
  return runs;
}

function dot(x: number, y: number): string {
  return `M${px(x - 1.3)} ${px(y)}a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0`;
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
