import { isCellClamp } from '../core/twin/fitted-together.ts';
import { basename } from 'node:path';
import { assertPlaysProtocol, parseRecordingCsv } from '../core/formats/recording-csv.ts';
import { protocolSampleCount, sampleCommand, type Protocol } from '../core/protocol/protocol.ts';
import { takenFor, type CellKind } from '../core/trace/cell-kind.ts';
import { crc32 } from '../node/checksum/crc32.ts';
import { wholeCommand } from '../core/trace/whole-command.ts';
import type { RecordingConditions, VoltageClampRecording } from '../core/trace/recording.ts';
import type { SessionReader } from '../main/store/index.ts';
import { whyNotTogether } from '../core/twin/fitted-together.ts';
import { UsageError } from './usage-error.ts';
import { readFloat32, readText } from './files.ts';

/** A recording as inference gets it. */
export interface RecordingInput {
  readonly recording: VoltageClampRecording;
  readonly cellName: string;
  readonly recordingName: string;
  readonly recordingCrc32: number;
}

/**
 * A recording from a CSV file, or from the bare current of `simulate vc` (.f32, pA/pF) and its rate.
 * @throws Error when it is not a run of the protocol
 */
export function recordingFromFile(
  file: string,
  protocol: Protocol,
  sampleRateHz: number | undefined,
  conditions: RecordingConditions,
): RecordingInput {
  const name = basename(file);
  const cellName = name.replace(/\.[^.]+$/, '');
  if (file.toLowerCase().endsWith('.f32')) {
    return named(fromFloat32(file, protocol, sampleRateHz ?? 10_000, conditions), cellName, name);
  }
  const csv = parseRecordingCsv(readText(file, 'Recording'), name);
  if (sampleRateHz !== undefined && Math.abs(sampleRateHz / csv.sampleRateHz - 1) > 1e-6) {
    throw new Error(
      `${name}: --sample-rate-hz says ${sampleRateHz} Hz, its time column ${csv.sampleRateHz} Hz. Leave the option out for a CSV.`,
    );
  }
  assertPlaysProtocol(csv, protocol, name);
  const { simulated, temperatureC } = csv.marks ?? {};
  const recording = {
    sampleRateHz: csv.sampleRateHz,
    commandMv: wholeCommand(csv.voltageMv, protocol, csv.sampleRateHz),
    currentPaPf: csv.currentPaPf,
    protocol,
    // What the operator states overrides what the file states.
    conditions: { ...(temperatureC === undefined ? {} : { temperatureC }), ...conditions },
    ...(simulated === undefined ? {} : { simulated }),
  };
  return named(recording, cellName, name);
}

/** @param input as read @param cell what the operator says of its cell */
export function withCell(input: RecordingInput, cell: CellKind | undefined): RecordingInput {
  return { ...input, recording: takenFor(input.recording, cell) };
}

export function recordingFromSession(session: SessionReader, recordingId: number): RecordingInput {
  const name = `${basename(session.path)} recording ${recordingId}`;
  return named(session.toVoltageClampRecording(recordingId), session.summary().cellName, name);
}

/** The voltage-clamp recording that was asked for, or the only or newest complete one. */
export function pickRecording(session: SessionReader, asked: number | undefined): number {
  const clamped = session.listRecordings().filter(isCellClamp);
  if (asked !== undefined) {
    const found = session.listRecordings().find(({ recordingId }) => recordingId === asked);
    if (found === undefined)
      throw new Error(
        `Recording ${asked} is not in ${basename(session.path)}; it has ${
          session
            .listRecordings()
            .map((r) => r.recordingId)
            .join(', ') || 'none'
        }.`,
      );
    return asked;
  }
  const newest = clamped.filter(({ status, rejected }) => status === 'complete' && rejected === null).at(-1);
  if (newest === undefined)
    throw new Error(`${basename(session.path)} has no complete voltage-clamp recording. Record or import one first.`);
  return newest.recordingId;
}

/**
 * The voltage-clamp recordings that were asked for, each once: by numbers with commas, all that can be fitted together with the newest
 * (see whyNotTogether), or as pickRecording chooses.
 * @throws UsageError for what is no number
 */
export function pickRecordings(session: SessionReader, asked: string | undefined): [number, ...number[]] {
  if (asked === undefined) return [pickRecording(session, undefined)];
  if (asked === 'all') {
    const newest = pickRecording(session, undefined);
    const all = session.listRecordings();
    const first = all.find(({ recordingId }) => recordingId === newest);
    const joined = all.filter((other) => other !== first && first !== undefined && whyNotTogether(first, other) === null);
    return [newest, ...joined.map(({ recordingId }) => recordingId)];
  }
  const [first, ...others] = new Set(
    asked.split(',').map((word) => {
      const id = Number(word);
      if (word.trim() === '' || !Number.isSafeInteger(id) || id < 1)
        throw new UsageError(`--recording-id: expected numbers of recordings with commas, or all; got "${word}".`);
      return pickRecording(session, id);
    }),
  );
  if (first === undefined) throw new UsageError('--recording-id: expected a number.');
  return [first, ...others];
}

function fromFloat32(file: string, protocol: Protocol, sampleRateHz: number, conditions: RecordingConditions): VoltageClampRecording {
  const currentPaPf = readFloat32(file, 'Recording');
  const expected = protocolSampleCount(protocol, sampleRateHz);
  if (currentPaPf.length !== expected) {
    throw new Error(
      `${basename(file)} has ${currentPaPf.length} samples; protocol "${protocol.id}" lasts ${expected} samples at ` +
        `${sampleRateHz} Hz. Choose the protocol that was played, or give its --sample-rate-hz.`,
    );
  }
  // A bare current is written by "simulate vc": amplifiers write files with times.
  return { sampleRateHz, commandMv: sampleCommand(protocol, sampleRateHz), currentPaPf, protocol, conditions, simulated: true };
}

function named(recording: VoltageClampRecording, cellName: string, recordingName: string): RecordingInput {
  const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const recordingCrc32 = crc32(bytes(recording.currentPaPf), crc32(bytes(recording.commandMv)));
  return { recording, cellName, recordingName, recordingCrc32 };
}
