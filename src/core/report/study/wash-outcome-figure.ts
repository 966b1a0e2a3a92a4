import { SWEEP_OUTCOMES, type SweepOutcome } from '../../drug/sweep-outcome.ts';
import { concentrationAt, type Wash } from '../../drug/wash.ts';
import type { WashEvent } from '../../drug/washed-cell.ts';
import { ticksOf } from '../scale.ts';
import type { Box } from './axes.ts';
import { px, rectPath, type Figure, type Mark } from './figure.ts';
import { HEAD_HEIGHT } from './figure-head.ts';
import { headedFigure } from './headed-figure.ts';
import { MOST_ROWS, OUTCOME_LOOKS, outcomeLegend } from './outcome-figure.ts';
import { cellWords, concentrationWords, type StudyCourse, type StudyView } from './study-view.ts';

/** Height of the row of the twin itself above shares, px. */
const TWIN_HEIGHT = 14;

/** What every cell does over time, the twin itself above them; of more cells than can be seen, the share of each outcome. */
export function washOutcomeFigure(view: StudyView, course: StudyCourse, width = 640, height = 360): Figure {
  const { cells, twin, intervals } = course.result;
  const box = { x: 58, y: HEAD_HEIGHT + 24, width: width - 58 - 150, height: height - HEAD_HEIGHT - 24 - 38 };
  const single = cells.length <= MOST_ROWS;
  const rows = [twin.outcomes, ...(single ? cells.map(({ outcomes }) => outcomes.map(wordOf)) : [])];
  const rowHeight = single ? box.height / rows.length : TWIN_HEIGHT;
  const shares = { ...box, y: box.y + rowHeight + 4, height: box.height - rowHeight - 4 };
  const strip: Strip = { box, wash: course.wash, intervalS: course.result.intervalS };
  const title = `What ${cells.length} cells do over time with ${view.drug}`;
  const words = SWEEP_OUTCOMES.filter(
    (word) => twin.outcomes.includes(word) || intervals.some(({ outcomes }) => (outcomes[word] ?? 0) > 0),
  );
  return headedFigure(view, {
    id: 'wash-outcomes',
    title,
    width,
    height,
    marks: [
      ...rows.flatMap((outcomes, row) => runMarks(strip, outcomes, box.y + row * rowHeight, rowHeight)),
      ...(single ? [] : shareMarks(strip, shares, course)),
      { kind: 'path', d: rectPath(box.x, box.y, box.width, box.height), stroke: 'line' },
      ...timeMarks(strip),
      sideText(box.x, box.y + Math.max(10, rowHeight / 2 + 4), cellWords(view) === 'the twin' ? 'twin' : 'published'),
      ...(single
        ? [sideText(box.x, box.y + box.height - 2, `cell ${cells.length}`)]
        : [sideText(box.x, shares.y + 10, '100 %'), sideText(box.x, box.y + box.height - 2, '0')]),
      ...outcomeLegend(words, box),
    ],
    table: tableOf(cellWords(view).slice('the '.length), course),
  });
}

interface Strip {
  readonly box: Box;
  readonly wash: Wash;
  readonly intervalS: number;
}

function wordOf(place: number): SweepOutcome {
  return SWEEP_OUTCOMES[place] ?? 'diverged';
}

function xOf({ box, wash }: Strip, atS: number): number {
  return box.x + (box.width * Math.min(atS, wash.endS)) / wash.endS;
}

/** Neighbouring intervals with one outcome are one mark. */
function runMarks(strip: Strip, outcomes: readonly SweepOutcome[], y: number, height: number): Mark[] {
  const marks: Mark[] = [];
  for (let i = 0; i < outcomes.length;) {
    const word = outcomes[i] ?? 'diverged';
    let end = i + 1;
    while (end < outcomes.length && outcomes[end] === word) end++;
    const [from, to] = [xOf(strip, i * strip.intervalS), xOf(strip, end * strip.intervalS)];
    const [ink, text] = OUTCOME_LOOKS[word];
    marks.push({ kind: 'path', d: rectPath(from, y, to - from, height - 0.6), fill: ink });
    const size = Math.min(10, height - 1);
    const x = (from + to) / 2;
    if (text !== '' && size >= 6 && to - from >= 9)
      marks.push({ kind: 'text', x, y: y + height / 2 + size * 0.36, text, size, anchor: 'middle', fill: 'ground', bold: true });
    i = end;
  }
  return marks;
}

function shareMarks(strip: Strip, shares: Box, { result }: StudyCourse): Mark[] {
  return result.intervals.flatMap(({ fromS, outcomes }) => {
    const [x, to] = [xOf(strip, fromS), xOf(strip, fromS + strip.intervalS)];
    let y = shares.y;
    return SWEEP_OUTCOMES.flatMap((word): Mark[] => {
      const part = (outcomes[word] ?? 0) * shares.height;
      if (part === 0) return [];
      const mark: Mark = { kind: 'path', d: rectPath(x, y, to - x - 0.4, part), fill: OUTCOME_LOOKS[word][0] };
      y += part;
      return [mark];
    });
  });
}

/** The axis of time, and where each solution begins to flow. */
function timeMarks(strip: Strip): Mark[] {
  const { box, wash } = strip;
  const below = box.y + box.height;
  return [
    ...wash.solutions.flatMap(({ atS, nM }): Mark[] => {
      const x = xOf(strip, atS);
      return [
        { kind: 'path', d: `M${px(x)} ${px(box.y - 8)}v${px(box.height + 8)}`, stroke: 'text', width: 1, dash: '2 3' },
        { kind: 'text', x: x + 3, y: box.y - 4, text: nM === 0 ? 'wash' : concentrationWords(nM), size: 10, fill: 'muted' },
      ];
    }),
    ...ticksOf({ low: 0, high: wash.endS }, Math.max(2, Math.round(box.width / 75))).map((tick): Mark => {
      return { kind: 'text', x: xOf(strip, tick), y: below + 14, text: String(tick), size: 11, anchor: 'middle', fill: 'muted' };
    }),
    { kind: 'text', x: box.x + box.width / 2, y: below + 30, text: 'Time, s', size: 11, anchor: 'middle', fill: 'muted' },
  ];
}

function sideText(left: number, y: number, text: string): Mark {
  return { kind: 'text', x: left - 6, y, text, size: 11, anchor: 'end', fill: 'muted' };
}

/** What each cell does at the start, and what it begins to do. */
function tableOf(words: string, { wash, result }: StudyCourse): Figure['table'] {
  const rowsOf = (cell: string | number, outcome: SweepOutcome, events: readonly WashEvent[]): (string | number)[][] =>
    [{ atS: 0, nM: concentrationAt(wash, 0), outcome }, ...events].map((event) => [
      cell,
      Number(event.atS.toFixed(2)),
      Number(event.nM.toPrecision(6)),
      event.outcome,
    ]);
  return {
    header: ['Cell', 'From (s)', 'In the bath (nM)', 'Outcome'],
    rows: [
      ...rowsOf(words, result.twin.outcomes[0] ?? 'diverged', result.twin.events),
      ...result.cells.flatMap(({ outcomes, events }, i) => rowsOf(i + 1, wordOf(outcomes[0] ?? 0), events)),
    ],
  };
}
