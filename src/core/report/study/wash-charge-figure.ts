import { FEATURE_WORDS } from '../../drug/swept-cell.ts';
import { concentrationAt } from '../../drug/wash.ts';
import type { WashFeature } from '../../drug/washed-cell.ts';
import type { WashResult } from '../../drug/wash-schema.ts';
import type { Box } from './axes.ts';
import { coursePanel, dot, type CourseMeasure } from './course-panel.ts';
import { px, type Figure, type Mark } from './figure.ts';
import { HEAD_HEIGHT } from './figure-head.ts';
import { headedFigure } from './headed-figure.ts';
import { cellWords, type StudyCourse, type StudyView } from './study-view.ts';

const COLUMNS = 4;
const [LEFT, RIGHT, TOP, BOTTOM] = [50, 12, 22, 20];
const KEY_HEIGHT = 18;
/** Of the table: calcium stands beside the charges. */
const CALCIUM: readonly WashFeature[] = ['calciumAmplitudeNm', 'calciumDecayMs'];

/**
 * Net charge of each current over time: every beat of the twin, and the band of its ensemble; null where nothing is known of currents.
 * A current that carries nothing in any beat is left out.
 */
export function washChargeFigure(view: StudyView, course: StudyCourse, width = 640, height = 480): Figure | null {
  const { wash, result } = course;
  const names = currentsOf(result);
  if (names.length === 0) return null;
  const shown = names.filter((name) => !isNothing(result, name));
  const rows = Math.ceil(shown.length / COLUMNS);
  const [cellWidth, cellHeight] = [width / COLUMNS, (height - HEAD_HEIGHT - KEY_HEIGHT) / Math.max(1, rows)];
  const words = cellWords(view);
  return headedFigure(view, {
    id: 'wash-charges',
    title: `Net charge of each beat over time with ${view.drug}, pC/pF`,
    width,
    height,
    marks: [
      ...keyMarks(words, HEAD_HEIGHT + 10),
      ...shown.flatMap((name, i): Mark[] => {
        const box: Box = {
          x: (i % COLUMNS) * cellWidth + LEFT,
          y: HEAD_HEIGHT + KEY_HEIGHT + Math.floor(i / COLUMNS) * cellHeight + TOP,
          width: cellWidth - LEFT - RIGHT,
          height: cellHeight - TOP - BOTTOM,
        };
        const isLowest = i + COLUMNS >= shown.length;
        return [...coursePanel(course, measureOf(name), box, { label: '', bare: !isLowest }), ...flowMarks(course, box)];
      }),
    ],
    table: {
      header: [
        'Beat (s)',
        'In the bath (nM)',
        ...CALCIUM.map((key) => `${FEATURE_WORDS[key][0]} (${FEATURE_WORDS[key][1]})`),
        ...names.map((name) => `Net charge of ${name} (pC/pF)`),
      ],
      rows: result.twin.beats.map((beat) => [
        Number(beat.atS.toFixed(4)),
        Number(concentrationAt(wash, beat.atS).toPrecision(6)),
        ...[...CALCIUM.map((key) => beat[key]), ...names.map((name) => beat.chargesPcPf?.[name])].map((value) =>
          value == null ? null : Number(value.toPrecision(7)),
        ),
      ]),
    },
  });
}

/** Currents of the result, of beats or, in experiments of before, of intervals. */
function currentsOf({ intervals, twin }: WashResult): string[] {
  const charges = twin.beats.find(({ chargesPcPf }) => chargesPcPf != null)?.chargesPcPf;
  return Object.keys(charges ?? intervals[0]?.chargesPcPf ?? {});
}

function measureOf(name: string): CourseMeasure {
  return {
    label: name,
    ofInterval: ({ chargesPcPf }) => chargesPcPf?.[name] ?? null,
    ofBeat: ({ chargesPcPf }) => chargesPcPf?.[name] ?? null,
  };
}

function isNothing({ intervals, twin }: WashResult, name: string): boolean {
  const { ofInterval, ofBeat } = measureOf(name);
  return (
    twin.beats.every((beat) => (ofBeat(beat) ?? 0) === 0) &&
    intervals.every((interval) => {
      const spread = ofInterval(interval);
      return spread === null || (spread.low === 0 && spread.high === 0);
    })
  );
}

function keyMarks(words: string, y: number): Mark[] {
  return [
    { kind: 'path', d: `M${LEFT} ${y - 4}h14`, stroke: 'accent', width: 2.2 },
    { kind: 'text', x: LEFT + 18, y, text: 'median, 90 % band', size: 10.5 },
    { kind: 'path', d: dot(LEFT + 136, y - 4), fill: 'text' },
    { kind: 'text', x: LEFT + 146, y, text: `beats of ${words}, over time in s; dotted: another solution flows`, size: 10.5 },
  ];
}

/** Where each solution begins to flow. */
function flowMarks({ wash }: StudyCourse, box: Box): Mark[] {
  return wash.solutions.map(({ atS }): Mark => {
    const x = box.x + (box.width * atS) / wash.endS;
    return { kind: 'path', d: `M${px(x)} ${px(box.y)}v${px(box.height)}`, stroke: 'warn', width: 1, dash: '2 3' };
  });
}
