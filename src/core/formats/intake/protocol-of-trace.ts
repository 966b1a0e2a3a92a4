import { assertProtocol, PROTOCOL_LIMIT_MV, PROTOCOL_LIMIT_SEGMENTS, type Protocol, type Segment } from '../../protocol/protocol.ts';
import { FormatError } from '../format-error.ts';
import { piecesOf, type TracePiece } from './pieces-of.ts';

/** What a command out of a file may be off by where it is rebuilt from steps and ramps, mV: below any converter's step. */
const EXACT_MV = 0.002;
/** The same for a waveform that is neither, mV. */
const WAVEFORM_MV = 0.05;
/** Commands of hand-made protocols have fewer pieces; more are the steps of a converter's grid within a ramp. */
const MANY_PIECES = 100;

/**
 * The protocol that plays a command sample by sample, as sampleCommand() gives it back: sample 0 is the hold, sample k
 * lies in the segment that ends there.
 * @param command mV, one value a sample
 * @throws FormatError where it is no protocol that a cell survives, or needs too many segments
 */
export function protocolOfCommand(command: Float32Array, sampleRateHz: number, names: Pick<Protocol, 'id' | 'name' | 'source'>): Protocol {
  const lines = (toleranceMv: number): TracePiece[] | null => piecesOf(command, toleranceMv, PROTOCOL_LIMIT_SEGMENTS, 1);
  const exact = lines(EXACT_MV);
  const pieces = exact !== null && exact.length < MANY_PIECES ? exact : (onGrid(command, exact, lines) ?? exact ?? lines(WAVEFORM_MV));
  if (pieces === null || pieces.length === 0) {
    throw new FormatError(
      `Its command is a waveform that ${PROTOCOL_LIMIT_SEGMENTS} steps and ramps do not give; a protocol holds no more. Cut the ` +
        `recording into shorter ones.`,
    );
  }
  return protocolOfPieces(pieces, command[0]!, sampleRateHz, names);
}

/**
 * A ramp that a converter plays in steps of its grid, as whole lines: each sample is within half a step of it. Null where the command lies
 * on no grid that is fine enough, or the lines are hardly fewer.
 */
function onGrid(
  command: Float32Array,
  exact: readonly TracePiece[] | null,
  lines: (toleranceMv: number) => TracePiece[] | null,
): TracePiece[] | null {
  const stepMv = smallestStep(command);
  if (stepMv === null || stepMv > 2 * WAVEFORM_MV) return null;
  const found = lines(0.51 * stepMv + EXACT_MV);
  return found !== null && (exact === null || found.length < exact.length / 4) ? found : null;
}

/** The smallest difference of two neighbours, mV; null where all are alike. */
function smallestStep(command: Float32Array): number | null {
  let smallest = Infinity;
  for (let i = 1; i < command.length; i++) {
    const step = Math.abs(command[i]! - command[i - 1]!);
    if (step > EXACT_MV && step < smallest) smallest = step;
  }
  return Number.isFinite(smallest) ? smallest : null;
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
