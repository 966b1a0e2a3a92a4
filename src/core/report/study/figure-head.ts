import type { Mark } from './figure.ts';

/** Height of title and note, px. */
export const HEAD_HEIGHT = 40;

/** Kept free at the right: for SIMULATED, and on the screen for the export. */
const MARGIN = 100;

/** Title and note of a figure, so that they go with it wherever it is copied. */
export function figureHead(title: string, note: string, width: number, simulated: boolean): Mark[] {
  return [
    { kind: 'text', x: 10, y: 16, text: shortened(title, (width - MARGIN) / 7.4), size: 13, bold: true },
    { kind: 'text', x: 10, y: 32, text: shortened(note, (width - MARGIN) / 5.7), size: 11, fill: 'muted' },
    ...(simulated
      ? [{ kind: 'text', x: width - 10, y: 16, text: 'SIMULATED', size: 11, bold: true, anchor: 'end', fill: 'simulated' } as const]
      : []),
  ];
}

function shortened(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, Math.floor(letters) - 1))}…`;
}
