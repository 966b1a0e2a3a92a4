/** Named colours of a figure; whoever draws it says what they are on its ground. Any other ink is a CSS colour. */
export const INKS = ['text', 'muted', 'grid', 'line', 'ground', 'accent', 'warn', 'simulated'] as const;
export type Ink = (typeof INKS)[number] | `hsl(${string})` | 'none';

/** What figures are drawn with: the same marks on the screen, in a file and in a report. Units: pixels from the top left. */
export type Mark =
  | {
      readonly kind: 'path';
      readonly d: string;
      readonly stroke?: Ink;
      readonly fill?: Ink;
      readonly width?: number;
      readonly dash?: string;
      readonly opacity?: number;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly anchor?: 'start' | 'middle' | 'end';
      readonly fill?: Ink;
      readonly bold?: boolean;
    };

/** A figure with the numbers that it shows. */
export interface Figure {
  /** Of its file. */
  readonly id: string;
  readonly title: string;
  /** Condition and static block: part of every figure. */
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly table: { readonly header: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] };
}

export function px(value: number): string {
  return String(Math.round(10 * value) / 10);
}

/** A polyline; it is broken where a value is missing. */
export function linePath(points: readonly (readonly [number, number] | null)[]): string {
  let open = false;
  let d = '';
  for (const point of points) {
    if (point === null || !Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
      open = false;
      continue;
    }
    d += `${open ? 'L' : 'M'}${px(point[0])} ${px(point[1])}`;
    open = true;
  }
  return d;
}

export function rectPath(x: number, y: number, width: number, height: number): string {
  return `M${px(x)} ${px(y)}h${px(width)}v${px(height)}h${px(-width)}z`;
}

/** The area between two lines over the same points. */
export function areaPath(low: readonly (readonly [number, number])[], high: readonly (readonly [number, number])[]): string {
  const all = [...low, ...[...high].reverse()];
  return all.length < 3 ? '' : `${linePath(all)}z`;
}

/** Colour of a concentration: the lowest blue, the highest red. */
export function rampInk(place: number, count: number): Ink {
  const t = count < 2 ? 1 : place / (count - 1);
  return `hsl(${Math.round(215 - 205 * t)} 70% 48%)`;
}
