import { assertProtocol, PROTOCOL_LIMIT_MV, PROTOCOL_LIMIT_SEGMENTS, type Protocol, type Segment } from '../../protocol/protocol.ts';
import { FormatError } from '../format-error.ts';
import { piecesOf, type TracePiece } from './pieces-of.ts';

/** What a command out of a file may be off by where it is rebuilt from steps and ramps, mV: below any converter's step. */
const EXACT_MV = 0.002;
/** The same for a waveform that is neither, mV. */
const WAVEFORM_MV = 0.05;

/**
 * The protocol that plays a command sample by sample, as sampleCommand() gives it back: sample 0 is the hold, sample k
 * lies in the segment that ends there.
 * @param command mV, one value a sample
 * @throws FormatError where it is no protocol that a cell survives, or needs too many segments
 */
export function protocolOfCommand(command: Float32Array, sampleRateHz: number, names: Pick<Protocol, 'id' | 'name' | 'source'>): Protocol {
  const pieces = piecesOf(command, EXACT_MV, PROTOCOL_LIMIT_SEGMENTS, 1) ?? piecesOf(command, WAVEFORM_MV, PROTOCOL_LIMIT_SEGMENTS, 1);
  if (pieces === null || pieces.length === 0) {
    throw new FormatError(
      `Its command is a waveform that ${PROTOCOL_LIMIT_SEGMENTS} steps and ramps do not give; a protocol holds no more. Cut the ` +
        `recording into shorter ones.`,
    );
  }
  return protocolOfPieces(pieces, command[0]!, sampleRateHz, names);
}

/** @throws FormatError as above */
export function protocolOfPieces(
  pieces: readonly TracePiece[],
  holdingMv: number,
  sampleRateHz: number,
  names: Pick<Protocol, 'id' | 'name' | 'source'>,
): Protocol {
  const segments = pieces.map(({ from, to, start, end }): Segment => {
    const durationMs = ((to - from) * 1000) / sampleRateHz;
    const [a, b] = [Number(start.toPrecision(9)), Number(end.toPrecision(9))];
    return a === b ? { kind: 'step', voltageMv: a, durationMs } : { kind: 'ramp', startMv: a, endMv: b, durationMs };
  });
  const furthest = pieces.reduce((most, { start, end }) => Math.max(most, Math.abs(start), Math.abs(end)), Math.abs(holdingMv));
  if (!(furthest <= PROTOCOL_LIMIT_MV)) {
    throw new FormatError(
      `Its command reaches ${Number(furthest.toPrecision(4))} mV; no cell is clamped beyond ${PROTOCOL_LIMIT_MV} mV. Look at the ` +
        `unit and gain of its voltage.`,
    );
  }
  try {
    return assertProtocol({ ...names, holdingMv: Number(holdingMv.toPrecision(9)), segments });
  } catch (cause) {
    throw new FormatError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
