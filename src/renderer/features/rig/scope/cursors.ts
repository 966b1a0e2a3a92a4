import type { TraceColumns } from '../../../traces/traceSource.ts';

/** Two times of a sweep that are compared, ms, and the one that keys move. */
export interface Cursors {
  readonly atMs: readonly [number, number];
  readonly active: 0 | 1;
}

export interface CursorReading {
  /** Mean of the sweeps on screen at each cursor, pA; null: none there. */
  readonly currentPa: readonly [number | null, number | null];
  /** Second less first. */
  readonly differenceMs: number;
  readonly differencePa: number | null;
}

/** Where they begin: near the end of holding and of pulse, so that their difference is the steady current. */
export function usualCursors({ beforeMs, sweepMs }: { readonly beforeMs: number; readonly sweepMs: number }): Cursors {
  return { atMs: [0.9 * beforeMs, sweepMs - 0.1 * (sweepMs - beforeMs)], active: 0 };
}

export function otherCursor({ atMs, active }: Cursors): Cursors {
  return { atMs, active: active === 0 ? 1 : 0 };
}

/** Puts a cursor at a time within the sweep; it is the active one then. */
export function placedCursor({ atMs }: Cursors, which: 0 | 1, ms: number, sweepMs: number): Cursors {
  const placed = Math.min(sweepMs, Math.max(0, ms));
  return { atMs: which === 0 ? [placed, atMs[1]] : [atMs[0], placed], active: which };
}

export function movedCursor(cursors: Cursors, byMs: number, sweepMs: number): Cursors {
  return placedCursor(cursors, cursors.active, cursors.atMs[cursors.active] + byMs, sweepMs);
}

/** The nearer cursor within reach; null: neither is. */
export function cursorNear({ atMs: [first, second] }: Cursors, ms: number, reachMs: number): 0 | 1 | null {
  const [a, b] = [Math.abs(first - ms), Math.abs(second - ms)];
  if (Math.min(a, b) > reachMs) return null;
  return a <= b ? 0 : 1;
}

export function readCursors(columns: TraceColumns, { atMs: [first, second] }: Cursors): CursorReading {
  const [a, b] = [currentAt(columns, first), currentAt(columns, second)];
  return { currentPa: [a, b], differenceMs: second - first, differencePa: a === null || b === null ? null : b - a };
}

/** Drawn points are smallest and largest in turns: the mean of a pair is the current there. */
function currentAt([timeMs, ...sweeps]: TraceColumns, ms: number): number | null {
  const points = timeMs.length;
  if (points < 2) return null;
  const step = (timeMs[1] ?? 0) - (timeMs[0] ?? 0);
  const pair = 2 * Math.min(Math.floor(points / 2) - 1, Math.max(0, Math.floor((ms - (timeMs[0] ?? 0) + step / 2) / (2 * step))));
  const values = sweeps.flatMap((sweep) => [sweep[pair] ?? [], sweep[pair + 1] ?? []].flat());
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value / values.length, 0);
}
