import { escaped } from '../text.ts';
import type { Figure, Ink, Mark } from './figure.ts';

/** The named colours on white paper, as in a report. */
export const PAPER: Readonly<Record<string, string>> = {
  text: '#1a2025',
  muted: '#46515a',
  grid: '#e8ebed',
  line: '#b3bbc2',
  ground: '#ffffff',
  accent: '#0d4f7a',
  warn: '#8a5800',
  simulated: '#6a2bb8',
};

export function inkOnPaper(ink: Ink | undefined, absent: string): string {
  return ink === undefined ? absent : (PAPER[ink] ?? ink);
}

/** A figure as SVG by itself: no style sheet, no font file. */
export function printSvg({ width, height, title, marks }: Figure): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
      `aria-label="${escaped(title)}" font-family="system-ui, sans-serif">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...marks.map(printMark),
    '</svg>',
  ].join('');
}

function printMark(mark: Mark): string {
  if (mark.kind === 'text') {
    const { x, y, text, size, anchor = 'start', bold = false } = mark;
    const weight = bold ? ' font-weight="600"' : '';
    const ink = inkOnPaper(mark.fill, PAPER['text'] ?? '');
    return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}"${weight} fill="${ink}">` + `${escaped(text)}</text>`;
  }
  const { d, width = 1, dash, opacity } = mark;
  if (d === '') return '';
  return (
    `<path d="${d}" fill="${inkOnPaper(mark.fill, 'none')}" stroke="${inkOnPaper(mark.stroke, 'none')}" stroke-width="${width}"` +
    `${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}${opacity === undefined ? '' : ` opacity="${opacity}"`}/>`
  );
}
