import { piecesOf, type TracePiece } from './pieces-of.ts';
import { voltageTolerance } from './protocol-of-voltage.ts';

/** A level is held at least so long, and left within so long for the next, s. */
const HELD_S = 0.005;
const JUMP_S = 0.001;
const LEAST_JUMP_MV = 4;
const ENOUGH_JUMPS = 2;
const MOST_PIECES = 20_000;

/** Whether a voltage jumps from level to level as a clamp makes it: no free cell leaves one level for another within a millisecond. */
export function voltageIsClamped(voltageMv: Float32Array, sampleRateHz: number): boolean {
  const pieces = piecesOf(voltageMv, voltageTolerance(voltageMv), MOST_PIECES) ?? [];
  const long = pieces.filter(({ from, to }) => to - from >= HELD_S * sampleRateHz);
  const flat = ({ start, end }: TracePiece): boolean => start === end;
  const jumps = long.flatMap((piece, i) => {
    const before = long[i - 1];
    if (before === undefined || piece.from - before.to > JUMP_S * sampleRateHz || Math.abs(piece.start - before.end) < LEAST_JUMP_MV)
      return [];
    return [flat(piece) && flat(before)];
  });
  return jumps.length >= ENOUGH_JUMPS && jumps.includes(true);
}
