/** Samples [from, to) that lie on a line. */
export interface TracePiece {
  readonly from: number;
  readonly to: number;
  /** Value of the line at the sample before the first, and at the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * A trace as straight lines that stay within a tolerance of every sample, each as long as it can be (a swinging door).
 * Flat where a level fits.
 * @param from first sample
 * @returns null where more than `most` lines are needed
 */
export function piecesOf(values: Float32Array, tolerance: number, most: number, from = 0): TracePiece[] | null {
  const pieces: TracePiece[] = [];
  for (let a = from; a < values.length;) {
    if (pieces.length >= most) return null;
    const line = longestLine(values, tolerance, a);
    const flat = longestLevel(values, tolerance, a);
    // A level that reaches as far, or nearly, is what was meant.
    const piece = flat.to - a >= 0.9 * (line.to - a) ? flat : line;
    pieces.push(piece);
    a = piece.to;
  }
  return pieces;
}

function longestLevel(values: Float32Array, tolerance: number, from: number): TracePiece {
  let [low, high] = [values[from]!, values[from]!];
  let sum = 0;
  let to = from;
  for (; to < values.length; to++) {
    const value = values[to]!;
    const [lower, upper] = [Math.min(low, value), Math.max(high, value)];
    if (!(upper - lower <= 2 * tolerance)) break;
    [low, high] = [lower, upper];
    sum += value;
  }
  if (to === from) return { from, to: from + 1, start: values[from]!, end: values[from]! };
  const mean = low === high ? low : sum / (to - from);
  return { from, to, start: mean, end: mean };
}

function longestLine(values: Float32Array, tolerance: number, from: number): TracePiece {
  const first = values[from]!;
  let [low, high] = [-Infinity, Infinity];
  let to = from + 1;
  for (; to < values.length; to++) {
    const steps = to - from;
    const lower = Math.max(low, (values[to]! - tolerance - first) / steps);
    const upper = Math.min(high, (values[to]! + tolerance - first) / steps);
    if (!(lower <= upper)) break;
    [low, high] = [lower, upper];
  }
  const slope = to === from + 1 ? 0 : (low + high) / 2;
  return { from, to, start: first - slope, end: first + slope * (to - 1 - from) };
}
