import { SWEEP_OUTCOMES, type SweepOutcome } from '../../drug/sweep-outcome.ts';
import { rectPath, type Figure, type Ink, type Mark } from './figure.ts';
import { figureHead, HEAD_HEIGHT } from './figure-head.ts';
import { concentrationWords, viewNote, type StudyView } from './study-view.ts';

/** Colour and letter of each outcome: never colour alone. */
export const OUTCOME_LOOKS: Readonly<Record<SweepOutcome, readonly [ink: Ink, letter: string]>> = {
  beating: ['hsl(150 40% 45%)', ''],
  DAD: ['hsl(70 60% 45%)', 'D'],
  irregular: ['hsl(48 75% 48%)', 'i'],
  alternans: ['hsl(35 80% 50%)', 'A'],
  EAD: ['hsl(20 85% 52%)', 'E'],
  'failure to capture': ['hsl(280 45% 55%)', 'F'],
  oscillating: ['hsl(205 70% 52%)', 'o'],
  quiescent: ['hsl(220 12% 45%)', 'Q'],
  depolarised: ['hsl(355 65% 45%)', 'X'],
  diverged: ['hsl(0 0% 15%)', '!'],
};
/** Cells of a row; of larger groups they are counted instead. */
export const MOST_ROWS = 48;

/** What each member does at each concentration; of more members than can be seen, the share of each outcome. */
export function outcomeFigure(view: StudyView, width = 640, height = 360): Figure {
  const { levels } = view;
  const box = { x: 58, y: HEAD_HEIGHT + 10, width: width - 58 - 150, height: height - HEAD_HEIGHT - 10 - 38 };
  const column = box.width / Math.max(1, levels.length);
  const members = Math.max(0, ...levels.map(({ cells }) => cells.length));
  const columns = levels.flatMap(({ cells }, i): Mark[] =>
    members <= MOST_ROWS
      ? cellMarks(cells, box, { x: box.x + i * column, column, members })
      : shareMarks(cells, box, { x: box.x + i * column, column }),
  );
  const every = Math.ceil(levels.length / (box.width / 52));
  const labels = levels.flatMap(({ nM }, i): Mark[] =>
    i % every === 0
      ? [
          {
            kind: 'text',
            x: box.x + (i + 0.5) * column,
            y: box.y + box.height + 15,
            text: concentrationWords(nM),
            size: 10,
            anchor: 'middle',
            fill: 'muted',
          },
        ]
      : [],
  );
  const title = `What ${members} cells do with ${view.drug}`;
  return {
    id: 'outcomes',
    title,
    note: viewNote(view),
    width,
    height,
    marks: [
      ...figureHead(title, viewNote(view), width, view.cell.origin === 'simulated'),
      ...columns,
      { kind: 'path', d: rectPath(box.x, box.y, box.width, box.height), stroke: 'line' },
      ...labels,
      {
        kind: 'text',
        x: box.x + box.width / 2,
        y: box.y + box.height + 31,
        text: 'Concentration',
        size: 11,
        anchor: 'middle',
        fill: 'muted',
      },
      {
        kind: 'text',
        x: box.x - 6,
        y: box.y + 12,
        text: members <= MOST_ROWS ? 'cell 1' : '100 %',
        size: 11,
        anchor: 'end',
        fill: 'muted',
      },
      {
        kind: 'text',
        x: box.x - 6,
        y: box.y + box.height - 2,
        text: members <= MOST_ROWS ? String(members) : '0',
        size: 11,
        anchor: 'end',
        fill: 'muted',
      },
      ...outcomeLegend(wordsOf(levels), box),
    ],
    table: {
      header: ['Concentration (nM)', 'Cell', 'Outcome', 'APD90 (ms)', 'Cycle length (ms)'],
      rows: levels.flatMap(({ nM, cells }) =>
        cells.map(({ outcome, apd90Ms, cycleLengthMs }, i) => [nM, i + 1, outcome, apd90Ms, cycleLengthMs]),
      ),
    },
  };
}

function wordsOf(levels: StudyView['levels']): SweepOutcome[] {
  return SWEEP_OUTCOMES.filter((word) => levels.some(({ outcomes }) => (outcomes[word] ?? 0) > 0));
}

/** Colour, letter and word of each outcome that a figure shows, at the right of its box. */
export function outcomeLegend(words: readonly SweepOutcome[], box: Area): Mark[] {
  return words.flatMap((word, i): Mark[] => {
    const y = box.y + 12 + 18 * i;
    const [ink, letter] = OUTCOME_LOOKS[word];
    return [
      { kind: 'path', d: rectPath(box.x + box.width + 10, y - 10, 13, 13), fill: ink },
      ...(letter === ''
        ? []
        : [
            { kind: 'text', x: box.x + box.width + 16.5, y, text: letter, size: 10, anchor: 'middle', fill: 'ground', bold: true } as const,
          ]),
      { kind: 'text', x: box.x + box.width + 28, y, text: word, size: 11 },
    ];
  });
}

type Cells = StudyView['levels'][number]['cells'];
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function cellMarks(cells: Cells, box: Area, { x, column, members }: { x: number; column: number; members: number }): Mark[] {
  const row = box.height / Math.max(1, members);
  return cells.flatMap(({ outcome }, i): Mark[] => {
    const [ink, letter] = OUTCOME_LOOKS[outcome];
    const y = box.y + i * row;
    const size = Math.min(10, row - 1);
    return [
      { kind: 'path', d: rectPath(x, y, column - 0.8, row - 0.6), fill: ink },
      ...(letter === '' || size < 6
        ? []
        : [
            {
              kind: 'text',
              x: x + column / 2,
              y: y + row / 2 + size * 0.36,
              text: letter,
              size,
              anchor: 'middle',
              fill: 'ground',
              bold: true,
            } as const,
          ]),
    ];
  });
}

function shareMarks(cells: Cells, box: Area, { x, column }: { x: number; column: number }): Mark[] {
  let top = box.y;
  return SWEEP_OUTCOMES.flatMap((word): Mark[] => {
    const share = cells.filter(({ outcome }) => outcome === word).length / Math.max(1, cells.length);
    if (share === 0) return [];
    const mark: Mark = { kind: 'path', d: rectPath(x, top, column - 0.8, share * box.height), fill: OUTCOME_LOOKS[word][0] };
    top += share * box.height;
    return [mark];
  });
}
