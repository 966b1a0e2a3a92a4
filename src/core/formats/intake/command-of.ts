import { sampleCommand, protocolDurationMs, type Protocol } from '../../protocol/protocol.ts';
import { FormatError } from '../format-error.ts';
import { shownText } from '../shown-text.ts';
import { departuresOf, departureWords, type Departure, type Departures } from './departures.ts';
import type { IntakeCommand } from './intake.ts';
import { findInLibrary, holdsEverywhere, matchProtocol, MOST_OFFSET_MV, type ProtocolMatch } from './match-protocol.ts';
import { lagOf } from './lag-of.ts';
import { protocolOfCommand } from './protocol-of-trace.ts';
import { protocolOfVoltage, voltageTolerance } from './protocol-of-voltage.ts';

/** A voltage clamp on one clock. */
export interface Clamped {
  readonly sampleRateHz: number;
  /** As the file holds it, mV; null where it does not, or not everywhere. */
  readonly commandMv: Float32Array | null;
  /** As recorded, mV; null where it was not. */
  readonly recordedMv: Float32Array | null;
  /** 1 where a sample has no value in the file and the traces above were filled in: there nothing is compared. Null: nowhere. */
  readonly lost: Uint8Array | null;
  readonly samples: number;
  /** Where the command of the file stands, for the report. */
  readonly source: string;
  /** What the protocol is called where the file holds it. */
  readonly names: Pick<Protocol, 'id' | 'name' | 'source'>;
}

/** The protocol of a recording, and which of its samples belong to it. */
export interface FoundCommand {
  readonly requested: Protocol;
  readonly realised: Protocol;
  readonly from: number;
  readonly to: number;
  readonly command: IntakeCommand;
  /** Samples in which the voltage was another; they are left out. Counted from sample 0 of the file. */
  readonly blanked: readonly Departure[];
  /** The voltage of the recording where it is not the recorded one, mV. */
  readonly playedMv: Float32Array | null;
  readonly remarks: readonly string[];
}

/** A command out of a file may differ from a protocol of the library by this: the grain of a converter, mV. */
const SAME_MV = 0.2;
/** Amplifiers are off by this: a voltage that lies closer beside the command is the command, mV. */
const AMPLIFIER_MV = 1;
/** A recorded voltage further than this from the command, past its edges, says that the command was another, mV. */
const OTHER_MV = 5;
/** So much of a recording may be left out where the voltage was another than the command: artefacts, not another command. */
const MOST_LEFT_OUT = 0.02;

/**
 * The command of a voltage clamp: the protocol that the operator names, else what the file holds, else a protocol of the
 * library that the recorded voltage follows, else that voltage itself. Whichever it is holds for every sample that is kept.
 * @throws FormatError that says where it departs, and what to do
 */
export function commandOf(clamped: Clamped, named: Protocol | undefined, library: readonly Protocol[]): FoundCommand {
  if (named !== undefined) return namedProtocol(clamped, named);
  const fromFile = clamped.commandMv === null ? null : heldByFile(clamped, clamped.commandMv, library);
  if (fromFile !== null && 'requested' in fromFile) return fromFile;
  const because = fromFile === null ? [] : [fromFile.why];
  if (clamped.recordedMv === null) {
    throw new FormatError(
      because.length > 0
        ? `${because[0]} No voltage was recorded that would say what was played. Name the protocol.`
        : 'The file holds neither the command nor the voltage of this clamp. Name the protocol that was played.',
    );
  }
  return ofVoltage(clamped, clamped.recordedMv, library, because);
}

function namedProtocol(clamped: Clamped, protocol: Protocol): FoundCommand {
  const { sampleRateHz, samples } = clamped;
  const trace = clamped.recordedMv ?? clamped.commandMv;
  const count = sampleCommand(protocol, sampleRateHz).length;
  if (trace === null) {
    if (Math.abs(count - samples) > 2)
      throw new FormatError(
        `It has ${samples} samples and no voltage; protocol "${protocol.id}" lasts ${count} samples at ${sampleRateHz} Hz, so ` +
          `that nobody can say where in it the protocol was played. Name the protocol that was played.`,
      );
    const command = { origin: 'named protocol' as const, protocolId: protocol.id, shiftMs: 0, offsetMv: 0, largestErrorMv: 0 };
    const remarks = [`The file holds no voltage: that "${protocol.id}" was played is the operator's word.`];
    const to = Math.min(count, samples);
    const playedMv = sampleCommand(protocol, sampleRateHz);
    return { requested: protocol, realised: protocol, from: 0, to, command, blanked: [], playedMv, remarks };
  }
  const closeMv = Math.max(2, voltageTolerance(trace));
  const holed = withHoles(trace, clamped.lost);
  const match = matchProtocol(holed, sampleRateHz, protocol, closeMv);
  if (match === null)
    throw new FormatError(
      `It lasts ${seconds(samples, sampleRateHz)} s, protocol "${protocol.id}" ${seconds(protocolDurationMs(protocol), 1000)} s. ` +
        `Choose the protocol that was played.`,
    );
  if (!holdsEverywhere(match, holed, sampleRateHz, closeMv))
    throw new FormatError(mistakenScale(holed, sampleRateHz, [protocol]) ?? whereItDeparts(match, sampleRateHz));
  return ofMatch(match, 'named protocol', clamped, trace);
}

function whereItDeparts({ protocol, shift, samples, offsetMv, departures }: ProtocolMatch, sampleRateHz: number): string {
  const beside = Math.abs(offsetMv) < AMPLIFIER_MV ? '' : ` (${offsetMv} mV beside it)`;
  const where =
    departures.samples > 0
      ? `departs from protocol "${protocol.id}"${beside} ${departureWords(departures, samples, sampleRateHz, shift / sampleRateHz)}`
      : `is not at the holding potential of protocol "${protocol.id}" before it begins${beside}`;
  return `The recorded voltage ${where}. Choose the protocol that was played, or none: the command is then taken from the voltage.`;
}

function heldByFile(clamped: Clamped, heldMv: Float32Array, library: readonly Protocol[]): FoundCommand | { readonly why: string } {
  const { sampleRateHz, recordedMv, names } = clamped;
  const against = recordedMv === null ? null : againstRecorded(heldMv, recordedMv, clamped.lost, sampleRateHz);
  if (against !== null && 'why' in against) return against;
  const commandMv = against?.commandMv ?? heldMv;
  const remarks = against?.remarks ?? [];
  const blanked = against?.departures.list ?? [];
  const known = findInLibrary(withHoles(commandMv, clamped.lost), sampleRateHz, library, SAME_MV);
  if (known !== null && known.offsetMv === 0) {
    const found = ofMatch(known, 'file', clamped, commandMv);
    return { ...found, blanked, playedMv: commandMv, remarks: [...remarks, ...found.remarks] };
  }
  const protocol = protocolOfCommand(commandMv, sampleRateHz, names);
  const left = largestDifference(sampleCommand(protocol, sampleRateHz), commandMv);
  const shiftMs = Number(((1000 * (against?.lag ?? 0)) / sampleRateHz).toFixed(4));
  const command = {
    origin: 'file' as const,
    protocolId: protocol.id,
    shiftMs,
    offsetMv: against?.offsetMv ?? 0,
    largestErrorMv: Number(left.toPrecision(2)),
  };
  return {
    requested: protocol,
    realised: protocol,
    from: 0,
    to: commandMv.length,
    command,
    blanked,
    playedMv: commandMv,
    remarks: [`The command is the file's (${clamped.source}).`, ...remarks],
  };
}

interface AgainstRecorded {
  readonly commandMv: Float32Array;
  readonly lag: number;
  readonly offsetMv: number;
  readonly departures: Departures;
  readonly remarks: string[];
}

/** The command of a file where the voltage was recorded too: by how much that follows later and lies beside, and where it departs. */
function againstRecorded(
  heldMv: Float32Array,
  recordedMv: Float32Array,
  lost: Uint8Array | null,
  sampleRateHz: number,
): AgainstRecorded | { readonly why: string } {
  const lag = lagOf(recordedMv, heldMv, sampleRateHz);
  const commandMv = lag === 0 ? heldMv : heldMv.map((_, k) => heldMv[Math.max(0, k - lag)]!);
  // Pauses between sweeps hold nothing that could agree.
  const compared = withHoles(recordedMv, lost);
  const samples = compared.reduce((count, mv) => count + Number(Number.isFinite(mv)), 0);
  const offsetMv = medianDifference(compared, commandMv);
  if (Math.abs(offsetMv) > MOST_OFFSET_MV)
    return {
      why:
        `The command that the file holds is not what was recorded: the voltage lies ${offsetMv} mV beside it, more than any junction ` +
        `potential.`,
    };
  const closeMv = Math.max(OTHER_MV, 2 * voltageTolerance(recordedMv));
  const departures = departuresOf(compared, commandMv, sampleRateHz, { offsetMv, closeMv });
  const words = departureWords(departures, samples, sampleRateHz);
  if (departures.samples > MOST_LEFT_OUT * samples)
    return { why: `The command that the file holds is not what was recorded: the voltage departs from it ${words}.` };
  const remarks: string[] = [];
  if (lag > 0)
    remarks.push(`The recorded voltage follows the command ${seconds(1000 * lag, sampleRateHz)} ms later; the command was moved by that.`);
  if (Math.abs(offsetMv) >= AMPLIFIER_MV)
    remarks.push(
      `The recorded voltage lies ${offsetMv} mV beside the command throughout: a junction potential or an offset; the command is used.`,
    );
  if (departures.samples > 0) remarks.push(`The recorded voltage departs from the command ${words}; these samples are left out.`);
  return { commandMv, lag, offsetMv, departures, remarks };
}

function ofVoltage(clamped: Clamped, recordedMv: Float32Array, library: readonly Protocol[], because: readonly string[]): FoundCommand {
  const { sampleRateHz, names } = clamped;
  const closeMv = Math.max(2, voltageTolerance(recordedMv));
  const known = findInLibrary(withHoles(recordedMv, clamped.lost), sampleRateHz, library, closeMv);
  if (known !== null) {
    const found = ofMatch(known, 'library', clamped, recordedMv);
    return { ...found, remarks: [...because, ...found.remarks] };
  }
  const otherwise = mistakenScale(withHoles(recordedMv, clamped.lost), sampleRateHz, library);
  if (otherwise !== null) throw new FormatError(otherwise);
  const taken = protocolOfVoltage(recordedMv, sampleRateHz, names);
  if (taken === null) {
    const reason =
      `${because.join(' ')} The recorded voltage follows no steps and ramps, and no protocol of the library. Name the protocol ` +
      `that was played, or say that the cell was not clamped.`;
    throw new FormatError(reason.trim());
  }
  const { protocol, largestErrorMv } = taken;
  const command = { origin: 'recorded voltage' as const, protocolId: protocol.id, shiftMs: 0, offsetMv: 0, largestErrorMv };
  const remarks = [
    ...because,
    `The command was taken from the recorded voltage (${protocol.segments.length} steps and ramps, within ${largestErrorMv} mV).`,
  ];
  return { requested: protocol, realised: protocol, from: 0, to: recordedMv.length, command, blanked: [], playedMv: null, remarks };
}

function ofMatch(match: ProtocolMatch, origin: IntakeCommand['origin'], clamped: Clamped, trace: Float32Array): FoundCommand {
  const { protocol, shift, samples, offsetMv, departures } = match;
  const { sampleRateHz } = clamped;
  const shiftMs = Number(((1000 * shift) / sampleRateHz).toFixed(4));
  const behind = trace.length - shift - samples;
  const later = shift === 0 ? '' : `, ${shiftMs} ms after the first sample`;
  const beside = offsetMv === 0 ? '' : `, with the voltage ${offsetMv} mV beside it throughout`;
  const remarks = [`The command is protocol "${shownText(protocol.name, 60)}"${later}${beside}.`];
  if (shift > 0 || behind > 0)
    remarks.push(`${shiftMs} ms before it and ${Number(((1000 * behind) / sampleRateHz).toFixed(4))} ms behind it were cut off.`);
  return {
    requested: protocol,
    realised: Math.abs(offsetMv) < AMPLIFIER_MV ? protocol : shifted(protocol, offsetMv),
    from: shift,
    to: shift + samples,
    command: { origin, protocolId: protocol.id, shiftMs, offsetMv, largestErrorMv: Number(departures.largestMv.toPrecision(3)) },
    blanked: [],
    playedMv: clamped.recordedMv === null ? trace : null,
    remarks,
  };
}

/** A protocol as the cell saw it. A network knows protocols by their id: what is played elsewhere has one of its own. */
function shifted(protocol: Protocol, offsetMv: number): Protocol {
  const moved = (mv: number): number => Number((mv + offsetMv).toFixed(4));
  return {
    ...protocol,
    id: `${protocol.id} ${offsetMv > 0 ? '+' : ''}${offsetMv} mV`,
    name: `${protocol.name}, ${offsetMv > 0 ? '+' : ''}${offsetMv} mV`,
    holdingMv: moved(protocol.holdingMv),
    segments: protocol.segments.map((segment) =>
      segment.kind === 'step'
        ? { ...segment, voltageMv: moved(segment.voltageMv) }
        : { ...segment, startMv: moved(segment.startMv), endMv: moved(segment.endMv) },
    ),
  };
}

/** Slips of a monitor: its sign, and a gain of ten that was divided by twice; undivided, it is beyond what a cell reaches. */
const SLIPS = [
  { factor: -1, words: 'of the other sign' },
  { factor: 10, words: '10 times larger' },
] as const;
/** Longer recordings are of no protocol of the library, and each look at one costs a copy. */
const MOST_FOR_SLIPS = 20_000_000;

/** What is wrong with a voltage that follows a protocol of the library but for its scale; null where none is. */
function mistakenScale(voltageMv: Float32Array, sampleRateHz: number, library: readonly Protocol[]): string | null {
  for (const { factor, words } of voltageMv.length > MOST_FOR_SLIPS ? [] : SLIPS) {
    const scaled = voltageMv.map((mv) => factor * mv);
    const found = findInLibrary(scaled, sampleRateHz, library, Math.max(2, voltageTolerance(scaled)));
    if (found !== null && Math.abs(found.offsetMv) < AMPLIFIER_MV)
      return (
        `The recorded voltage follows protocol "${shownText(found.protocol.id, 60)}" if it is ${words}. Correct its sign, unit or gain, ` +
        `or say it with a column template.`
      );
  }
  return null;
}

/** A trace that says nothing where its samples were lost. */
function withHoles(trace: Float32Array, lost: Uint8Array | null): Float32Array {
  return lost === null ? trace : trace.map((value, i) => (lost[i] === 1 ? NaN : value));
}

function medianDifference(a: Float32Array, b: Float32Array): number {
  // Of a recording with long pauses few of so many places hold a value.
  const stride = Math.max(1, Math.floor(b.length / 200_000));
  const found = Float64Array.from({ length: Math.floor(b.length / stride) }, (_, i) => a[i * stride]! - b[i * stride]!)
    .filter(Number.isFinite)
    .sort();
  return Number((found[found.length >> 1] ?? 0).toFixed(2));
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

const seconds = (samples: number, rate: number): number => Number((samples / rate).toFixed(4));
