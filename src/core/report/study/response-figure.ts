import { FEATURE_WORDS, type SweepFeature } from '../../drug/swept-cell.ts';
import { rangeOf } from '../scale.ts';
import { axes, type Box } from './axes.ts';
import { areaPath, linePath, px, rampInk, type Figure, type Mark } from './figure.ts';
import { figureHead, HEAD_HEIGHT } from './figure-head.ts';
import { cellWords, viewNote, type StudyView } from './study-view.ts';

/** A measure over the concentration: median and 90 % of the ensemble, the twin itself, and the twin with the values of every source. */
export function responseFigure(view: StudyView, key: SweepFeature, changes: boolean, width = 640, height = 360): Figure {
  const [name, unit, digits] = FEATURE_WORDS[key];
  const { levels, sources } = view;
  const treated = levels.filter(({ nM }) => nM > 0);
  const box: Box = { x: 58, y: HEAD_HEIGHT + 18, width: width - 58 - legendWidth(width), height: height - HEAD_HEIGHT - 18 - 38 };
  const base = levels.find(({ nM }) => nM === 0)?.twin.features[key] ?? null;
  const relative = (value: number | null): number | null => (value === null || !changes ? value : base === null ? null : value - base);
  const band = treated.flatMap((level) => {
    const spread = (changes ? level.changes : level.features)[key] ?? null;
    return spread === null ? [] : [{ nM: level.nM, ...spread }];
  });
  const twin = treated.map(({ nM, twin: cell }) => ({ nM, value: relative(cell.features[key] ?? null) }));
  const curves = sources.map(({ source, concentrations }) => {
    const without = concentrations.find(({ nM }) => nM === 0)?.features[key] ?? null;
    return {
      source,
      points: concentrations
        .filter(({ nM }) => nM > 0)
        .map(({ nM, features }) => ({ nM, value: difference(features[key] ?? null, changes ? without : 0) })),
    };
  });
  const values = [
    ...band.flatMap(({ low, high }) => [low, high]),
    ...[...twin, ...curves.flatMap(({ points }) => points)].flatMap(({ value }) => value ?? []),
    ...(changes ? [0] : []),
  ];
  const label = `${changes ? 'Change of ' : ''}${name}, ${unit}`;
  const plot = axes(
    box,
    { range: concentrationRange(treated.map(({ nM }) => nM)), label: 'Concentration, nM', log: true },
    { range: rangeOf([values]), label },
  );
  const at = (nM: number, value: number): [number, number] => [plot.toX(nM), plot.toY(value)];
  const marks: Mark[] = [
    ...beyondMarks(treated, box, plot.toX),
    {
      kind: 'path',
      d: areaPath(
        band.map(({ nM, low }) => at(nM, low)),
        band.map(({ nM, high }) => at(nM, high)),
      ),
      fill: 'accent',
      opacity: 0.16,
    },
    ...curves.map(({ points }, i): Mark => ({
      kind: 'path',
      d: linePath(points.map(({ nM, value }) => (value === null ? null : at(nM, value)))),
      stroke: rampInk(i, Math.max(2, curves.length)),
      width: 1.3,
      dash: '5 3',
    })),
    { kind: 'path', d: linePath(band.map(({ nM, median }) => at(nM, median))), stroke: 'accent', width: 2.2 },
    { kind: 'path', d: linePath(twin.map(({ nM, value }) => (value === null ? null : at(nM, value)))), stroke: 'text', width: 1.4 },
    ...twin.flatMap(({ nM, value }): Mark[] => (value === null ? [] : [{ kind: 'path', d: circle(...at(nM, value)), fill: 'text' }])),
    ...legend(box, legendWidth(width), ['median, 90 % band', cellWords(view), ...curves.map(({ source }) => source.replaceAll('_', ' '))]),
  ];
  const title = `${label.slice(0, label.lastIndexOf(','))} with ${view.drug}`;
  return {
    id: `response-${key}`,
    title,
    note: viewNote(view),
    width,
    height,
    marks: [...figureHead(title, viewNote(view), width, view.cell.origin === 'simulated'), ...plot.marks, ...marks],
    table: tableOf(treated, { who: cellWords(view), band, twin, curves, unit, digits }),
  };
}

/** Range of the axis; never empty. */
function concentrationRange(all: readonly number[]): { low: number; high: number } {
  if (all.length === 0) return { low: 1, high: 10 };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return low === high ? { low: low / 2, high: high * 2 } : { low, high };
}

function difference(value: number | null, before: number | null): number | null {
  return value === null || before === null ? null : value - before;
}

/** Hatching where the block of a channel is extrapolated. */
function beyondMarks(
  levels: readonly { readonly nM: number; readonly beyond: readonly string[] }[],
  box: Box,
  toX: (nM: number) => number,
): Mark[] {
  const from = levels.find(({ beyond }) => beyond.length > 0);
  if (from === undefined) return [];
  const x = toX(from.nM);
  const right = box.x + box.width;
  let d = '';
  for (let start = x - box.height; start < right; start += 9) {
    const a = Math.max(x, start);
    const b = Math.min(right, start + box.height);
    if (b > a) d += `M${px(a)} ${px(box.y + box.height - (a - start))}L${px(b)} ${px(box.y + box.height - (b - start))}`;
  }
  return [
    { kind: 'path', d, stroke: 'warn', width: 0.7, opacity: 0.45 },
    {
      kind: 'text',
      x: Math.min(x + 4, right - 90),
      y: box.y + 13,
      text: `extrapolated: ${from.beyond.join(', ')}`,
      size: 10,
      fill: 'warn',
    },
  ];
}

function circle(x: number, y: number): string {
  return `M${px(x - 2.6)} ${px(y)}a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0`;
}

/** Names of sources have up to 30 letters. */
function legendWidth(width: number): number {
  return width >= 700 ? 216 : 150;
}

function legend(box: Box, width: number, names: readonly string[]): Mark[] {
  const letters = Math.floor((width - 26) / 6.2);

  return names.flatMap((name, i): Mark[] => {
    const y = box.y + 10 + 17 * i;
    const x = box.x + box.width + 8;
    const stroke = i === 0 ? 'accent' : i === 1 ? 'text' : rampInk(i - 2, Math.max(2, names.length - 2));
    return [
      { kind: 'path', d: `M${x} ${y - 4}h14`, stroke, width: i === 0 ? 2.4 : 1.5, ...(i > 1 ? { dash: '5 3' } : {}) },
      { kind: 'text', x: x + 18, y, text: name.length > letters ? `${name.slice(0, letters - 1)}…` : name, size: 10.5 },
    ];
  });
}

interface Curves {
  readonly who: string;
  readonly band: readonly { readonly nM: number; readonly median: number; readonly low: number; readonly high: number }[];
  readonly twin: readonly { readonly value: number | null }[];
  readonly curves: readonly {
    readonly source: string;
    readonly points: readonly { readonly nM: number; readonly value: number | null }[];
  }[];
  readonly unit: string;
  readonly digits: number;
}

function tableOf(treated: StudyView['levels'], { who, band, twin, curves, unit, digits }: Curves): Figure['table'] {
  return {
    header: [
      'Concentration (nM)',
      'Median',
      'Low (5 %)',
      'High (95 %)',
      who === 'the twin' ? 'Twin' : 'Published cell',
      ...curves.map(({ source }) => source),
      'Unit',
    ],
    rows: treated.map(({ nM }, i) => {
      const spread = band.find((each) => each.nM === nM);
      const figures = [
        spread?.median,
        spread?.low,
        spread?.high,
        twin[i]?.value,
        ...curves.map(({ points }) => points.find((p) => p.nM === nM)?.value),
      ];
      return [nM, ...figures.map((value) => (value == null ? null : Number(value.toFixed(digits + 3)))), unit];
    }),
  };
}
