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

/** Lagrange weights through up to four midpoints around time t, within the piece that holds t (left limit at edges). */
export function interpolationWeights(grid: StepGrid, timeMs: number, pieceHint = 0): { piece: number; first: number; weights: number[] } {
  let piece = pieceHint;
  while (piece < grid.pieces.length - 1 && timeMs > (grid.pieces[piece]?.endMs ?? Infinity) + 1e-9) piece++;
  const at = grid.pieces[piece];
  if (!at) throw new Error('The step grid is empty; expected a protocol with at least one segment.');
  const count = Math.min(4, at.endStep - at.firstStep);
  let low = at.firstStep;
  let high = at.endStep;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((grid.midMs[middle] ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  const first = Math.max(at.firstStep, Math.min(low - (count >> 1), at.endStep - count));
  const weights = Array.from({ length: count }, (_, i) => {
    let w = 1;
    for (let k = 0; k < count; k++) {
      if (k === i) continue;
      const xk = grid.midMs[first + k] ?? 0;
      w *= (timeMs - xk) / ((grid.midMs[first + i] ?? 0) - xk);
    }
    return w;
  });
  return { piece, first, weights };
}

/** One term of an observation: the current at a time, with a weight. */
export type TimeWeights = Iterable<readonly [timeMs: number, weight: number]>;

/** Rows from lists of weighted times (ascending within a row). Times at or before 0 belong to the hold and are refused. */
export function sparseRows(grid: StepGrid, observations: Iterable<TimeWeights>): SparseRows {
  const start: number[] = [0];
  const first: number[] = [];
  const weight: number[] = [];
  for (const terms of observations) {
    const dense = new Map<number, number>();
    let piece = 0;
    for (const [time, factor] of terms) {
      const found = interpolationWeights(grid, time, piece);
      piece = found.piece;
      found.weights.forEach((w, i) => dense.set(found.first + i, (dense.get(found.first + i) ?? 0) + w * factor));
    }
    const keys = [...dense.keys()];
    const low = keys.length > 0 ? Math.min(...keys) : 0;
    const high = keys.length > 0 ? Math.max(...keys) : -1;
    for (let k = low; k <= high; k++) weight.push(dense.get(k) ?? 0);
    first.push(low);
    start.push(weight.length);
  }
  return { rows: first.length, start: Int32Array.from(start), first: Int32Array.from(first), weight: Float64Array.from(weight) };
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
