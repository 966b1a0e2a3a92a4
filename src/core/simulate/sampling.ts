import type { StepGrid } from './step-grid.ts';

/**
 * A linear map from currents at step midpoints to observations, as sparse rows: observation r is
 * sum over k of weight[k] * current[first[r] + k - start[r]], k = start[r] ... start[r + 1] - 1.
 */
export interface SparseRows {
  readonly rows: number;
  readonly start: Int32Array;
  readonly first: Int32Array;
  readonly weight: Float64Array;
}

/** One term of an observation: the current at a time, with a weight. */
export type TimeWeights = Iterable<readonly [timeMs: number, weight: number]>;

/**
 * Rows from lists of weighted times, within the piece that holds each time (left limit at edges). Times at or before 0 belong to the hold
 * and are refused.
 */
export function sparseRows(grid: StepGrid, observations: Iterable<TimeWeights>): SparseRows {
  const start: number[] = [0];
  const first: number[] = [];
  const weight: number[] = [];
  const sums = new Float64Array(grid.dtMs.length);
  let piece = 0;
  for (const terms of observations) {
    let low = Infinity;
    let high = -1;
    for (const [time, factor] of terms) {
      piece = pieceOf(grid, time, piece);
      const from = firstPoint(grid, time, piece);
      const count = points(grid, piece);
      for (let i = 0; i < count; i++) sums[from + i] = (sums[from + i] as number) + lagrange(grid, time, from, count, i) * factor;
      low = Math.min(low, from);
      high = Math.max(high, from + count - 1);
    }
    for (let k = low; k <= high; k++) weight.push(sums[k] as number);
    if (high >= low) sums.fill(0, low, high + 1);
    first.push(high >= low ? low : 0);
    start.push(weight.length);
  }
  return { rows: first.length, start: Int32Array.from(start), first: Int32Array.from(first), weight: Float64Array.from(weight) };
}

/** The piece that holds a time; the search starts at a near one. */
function pieceOf({ pieces }: StepGrid, timeMs: number, near: number): number {
  if (pieces.length === 0) throw new Error('The step grid is empty; expected a protocol with at least one segment.');
  const endsBefore = (piece: number): boolean => timeMs > (pieces[piece]?.endMs ?? Infinity) + 1e-9;
  let piece = near;
  while (piece > 0 && !endsBefore(piece - 1)) piece--;
  while (piece < pieces.length - 1 && endsBefore(piece)) piece++;
  return piece;
}

/** Midpoints that a time is interpolated through. */
function points({ pieces }: StepGrid, piece: number): number {
  const at = pieces[piece] as StepGrid['pieces'][number];
  return Math.min(4, at.endStep - at.firstStep);
}

/** The first of the midpoints around a time. */
function firstPoint(grid: StepGrid, timeMs: number, piece: number): number {
  const at = grid.pieces[piece] as StepGrid['pieces'][number];
  const count = points(grid, piece);
  let low = at.firstStep;
  let high = at.endStep;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((grid.midMs[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return Math.max(at.firstStep, Math.min(low - (count >> 1), at.endStep - count));
}

/** Weight of midpoint `from + i` in the Lagrange polynomial through `count` midpoints. */
function lagrange({ midMs }: StepGrid, timeMs: number, from: number, count: number, i: number): number {
  const own = midMs[from + i] as number;
  let weight = 1;
  for (let k = from; k < from + count; k++) {
    if (k !== from + i) weight *= (timeMs - (midMs[k] as number)) / (own - (midMs[k] as number));
  }
  return weight;
}

/** Applies the rows to currents stored with a stride (lane of a group of cells). */
export function applyRows(
  rows: SparseRows,
  current: Float32Array | Float64Array,
  stride: number,
  lane: number,
  result: Float32Array | Float64Array,
): void {
  const { start, first, weight } = rows;
  for (let r = 0; r < rows.rows; r++) {
    let sum = 0;
    let at = (first[r] ?? 0) * stride + lane;
    const end = start[r + 1] ?? 0;
    for (let k = start[r] ?? 0; k < end; k++, at += stride) sum += (weight[k] ?? 0) * (current[at] ?? 0);
    result[r] = sum;
  }
}

/**
 * The same for the first lanes of a group of four at once: each weight is read once.
 * @param current [step][lane]
 * @param into one array of rows.rows values a lane, four at most
 */
export function applyRowsToLanes(rows: SparseRows, current: Float32Array, into: readonly (Float32Array | Float64Array)[]): void {
  const { start, first, weight } = rows;
  const sums = new Float64Array(4 * rows.rows);
  for (let r = 0; r < rows.rows; r++) {
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    let at = 4 * (first[r] as number);
    const end = start[r + 1] as number;
    for (let k = start[r] as number; k < end; k++, at += 4) {
      const w = weight[k] as number;
      sum0 += w * (current[at] as number);
      sum1 += w * (current[at + 1] as number);
      sum2 += w * (current[at + 2] as number);
      sum3 += w * (current[at + 3] as number);
    }
    sums[4 * r] = sum0;
    sums[4 * r + 1] = sum1;
    sums[4 * r + 2] = sum2;
    sums[4 * r + 3] = sum3;
  }
  into.forEach((target, lane) => {
    for (let r = 0; r < rows.rows; r++) target[r] = sums[4 * r + lane] as number;
  });
}

/**
 * Values at ascending times, by the Lagrange polynomial through the four samples around each (fewer where there are fewer).
 * @param at ascending times of the samples; the first `count` count
 */
export function resample(at: Float64Array, values: Float64Array, count: number, times: Float64Array, into: Float64Array): void {
  const points = Math.min(4, count);
  let low = 0;
  for (let r = 0; r < times.length; r++) {
    const time = times[r] as number;
    while (low < count && (at[low] as number) < time) low++;
    const first = Math.max(0, Math.min(low - (points >> 1), count - points));
    let sum = 0;
    for (let i = first; i < first + points; i++) {
      let weight = values[i] as number;
      const own = at[i] as number;
      for (let k = first; k < first + points; k++) {
        if (k !== i) weight *= (time - (at[k] as number)) / (own - (at[k] as number));
      }
      sum += weight;
    }
    into[r] = sum;
  }
}
