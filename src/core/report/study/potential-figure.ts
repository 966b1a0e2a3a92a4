import { BEAT_DT_MS, BEAT_START_MS } from '../../drug/swept-cell.ts';
import { rangeOf } from '../scale.ts';
import { axes } from './axes.ts';
import { areaPath, linePath, rampInk, type Figure, type Ink, type Mark } from './figure.ts';
import { figureHead, HEAD_HEIGHT } from './figure-head.ts';
import { cellWords, concentrationWords, viewNote, type StudyView } from './study-view.ts';

/** Bands of more concentrations than this hide each other: the first, the middle and the last are drawn. */
const MOST_BANDS = 3;

/** The twin's last beat at each concentration, with bands of its ensemble. */
export function potentialFigure(view: StudyView, width = 640, height = 360): Figure {
  const { levels } = view;
  const drawn = levels.flatMap((level, i) => (level.beat === null ? [] : [{ level, beat: level.beat, ink: inkOf(i, levels.length) }]));
  const box = { x: 52, y: HEAD_HEIGHT + 18, width: width - 52 - 92, height: height - HEAD_HEIGHT - 18 - 38 };
  const points = drawn[0]?.beat.length ?? 2;
  const plot = axes(
    box,
    { range: { low: BEAT_START_MS, high: BEAT_START_MS + BEAT_DT_MS * (points - 1) }, label: 'ms from the upstroke' },
    {
      range: rangeOf(drawn.flatMap(({ level, beat }) => [beat, level.band?.low ?? [], level.band?.high ?? []])),
      label: 'Membrane potential, mV',
    },
  );
  const at = (values: readonly number[]): [number, number][] =>
    values.map((mv, i) => [plot.toX(BEAT_START_MS + BEAT_DT_MS * i), plot.toY(mv)]);
  const banded = new Set([0, Math.floor((drawn.length - 1) / 2), drawn.length - 1].slice(0, MOST_BANDS));
  const bands = drawn.flatMap(({ level, ink }, i): Mark[] =>
    level.band === null || !banded.has(i)
      ? []
      : [{ kind: 'path', d: areaPath(at(level.band.low), at(level.band.high)), fill: ink, opacity: 0.14 }],
  );
  const lines = drawn.map(({ beat, ink }): Mark => ({ kind: 'path', d: linePath(at(beat)), stroke: ink, width: 1.6 }));
  const step = Math.min(16, box.height / Math.max(1, drawn.length));
  const legend = drawn.flatMap(({ level, ink }, i): Mark[] => {
    const y = box.y + 10 + i * step;
    return [
      { kind: 'path', d: `M${box.x + box.width + 8} ${y - 4}h14`, stroke: ink, width: 2.4 },
      { kind: 'text', x: box.x + box.width + 26, y, text: concentrationWords(level.nM), size: 11 },
    ];
  });
  const title = `Action potential with ${view.drug}, 90 % band`;
  return {
    id: 'potential',
    title,
    note: viewNote(view),
    width,
    height,
    marks: [...figureHead(title, viewNote(view), width, view.cell.origin === 'simulated'), ...plot.marks, ...bands, ...lines, ...legend],
    table: {
      header: [
        'Time (ms)',
        ...drawn.flatMap(({ level }) =>
          [cellWords(view).slice('the '.length), 'median', 'low', 'high'].map((name) => `${level.nM} nM ${name} (mV)`),
        ),
      ],
      rows: Array.from({ length: points }, (_, i) => [
        BEAT_START_MS + BEAT_DT_MS * i,
        ...drawn.flatMap(({ level, beat }) =>
          [beat[i], level.band?.median[i], level.band?.low[i], level.band?.high[i]].map((v) => v ?? null),
        ),
      ]),
    },
  };
}

/** Without drug in the colour of text, then by the ramp. */
export function inkOf(place: number, count: number): Ink {
  return place === 0 ? 'text' : rampInk(place - 1, count - 1);
}
