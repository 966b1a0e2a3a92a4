import { sampleCommand, type Protocol } from '../../protocol/protocol.ts';
import { departuresOf } from './departures.ts';
import { noiseOf } from './noise-of.ts';
import { piecesOf, type TracePiece } from './pieces-of.ts';
import { protocolOfPieces } from './protocol-of-trace.ts';

/** A clamp that is followed holds its levels at least so long, s; what is shorter is a voltage on its way. */
const SHORTEST_S = 0.0006;
/** Pieces that are enough for any clamp; a free potential needs more a second. */
const MOST_PIECES_A_SECOND = 400;
/** Levels are given to this, mV. */
const LEVEL_GRAIN_MV = 0.01;

/** What a recorded voltage may be off by when it is written as steps and ramps, mV. */
export function voltageTolerance(voltageMv: Float32Array): number {
  return Math.min(5, Math.max(0.5, 6 * noiseOf(voltageMv)));
}

/**
 * The protocol that a recorded voltage follows, to within its noise, or null where it follows none: the potential of a free
 * cell is no clamp.
 * @returns the protocol and the largest distance that is left away from its edges, mV
 */
export function protocolOfVoltage(
  voltageMv: Float32Array,
  sampleRateHz: number,
  names: Pick<Protocol, 'id' | 'name' | 'source'>,
): { readonly protocol: Protocol; readonly largestErrorMv: number } | null {
  const tolerance = voltageTolerance(voltageMv);
  const most = 100 + Math.ceil((MOST_PIECES_A_SECOND * voltageMv.length) / sampleRateHz);
  const raw = piecesOf(voltageMv, tolerance, most, 1);
  if (raw === null) return null;
  const pieces = settled(raw, Math.max(2, Math.round(SHORTEST_S * sampleRateHz)));
  if (pieces.length === 0) return null;
  const first = pieces[0]!;
  const holdingMv = Math.abs(voltageMv[0]! - first.start) <= 2 * tolerance ? first.start : voltageMv[0]!;
  const protocol = protocolOfPieces(pieces, grain(holdingMv), sampleRateHz, names);
  const { samples, largestMv } = departuresOf(
    voltageMv,
    sampleCommand(protocol, sampleRateHz).subarray(0, voltageMv.length),
    sampleRateHz,
    {
      closeMv: 2 * tolerance + 1,
    },
  );
  return samples > 0 ? null : { protocol, largestErrorMv: Number(largestMv.toPrecision(3)) };
}

/** Short pieces between two levels are one edge, at their start: a voltage follows its command. Neighbours of one level are one. */
function settled(pieces: readonly TracePiece[], shortest: number): TracePiece[] {
  const kept: { from: number; to: number; start: number; end: number }[] = [];
  let pending: number | null = null;
  for (const piece of pieces) {
    if (piece.to - piece.from < shortest) {
      pending ??= piece.from;
      continue;
    }
    const edge = pending ?? piece.from;
    pending = null;
    const before = kept.at(-1);
    const flat = piece.start === piece.end;
    const [start, end] = flat ? [grain(piece.start), grain(piece.end)] : [piece.start, piece.end];
    if (before !== undefined) before.to = edge;
    if (before !== undefined && flat && before.start === before.end && Math.abs(before.end - start) < 0.2) before.to = piece.to;
    else kept.push({ from: before === undefined ? 1 : edge, to: piece.to, start, end });
  }
  const last = kept.at(-1);
  if (last !== undefined) last.to = pieces.at(-1)!.to;
  return kept;
}

function grain(mv: number): number {
  return Number((Math.round(mv / LEVEL_GRAIN_MV) * LEVEL_GRAIN_MV).toFixed(2));
}
