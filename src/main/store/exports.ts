import type { ExportedRecording } from '../../core/formats/export/exported-recording.ts';
import type { ExportPiece } from '../../core/formats/export/exporter.ts';
import {
  recordingExporter,
  RECORDING_FORMATS,
  twinExporter,
  type RecordingFormat,
  type TwinFormat,
} from '../../core/formats/export/registry.ts';
import { FormatError } from '../../core/formats/format-error.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { SessionReader } from './session-reader.ts';
import { runSteps, type Steps } from './steps.ts';
import { StorageError } from './storage-error.ts';
import { WholeFile } from '../../node/files/index.ts';

/**
 * Writes a recording in a format of the registry. Returns the number of its samples.
 * @throws StorageError 'refused' when the format has no place for what was recorded, such as gaps in CSV
 */
export function exportRecording(
  session: SessionReader,
  recordingId: number,
  path: string,
  format: RecordingFormat = RECORDING_FORMATS[0],
): number {
  return runSteps(exportRecordingSteps(session, recordingId, path, format));
}

/** The same in steps, with memory for one chunk. */
export function* exportRecordingSteps(session: SessionReader, recordingId: number, path: string, format: RecordingFormat): Steps<number> {
  const { sampleRateHz, conditions, device } = session.recordingMeta(recordingId);
  const { state } = session.openRecording(recordingId);
  const recording: ExportedRecording = {
    recordingId,
    sampleRateHz,
    samples: state.span,
    lost: state.lost,
    simulated: device.simulated,
    capacitancePf: conditions.membraneCapacitancePf,
    temperatureC: conditions.temperatureC,
    *pieces() {
      for (const { firstSample, samples } of session.samplePieces(recordingId)) yield { firstSample, ...samples };
    },
  };
  yield* writePieces(path, recordingExporter(format).write(recording));
  return state.span;
}

/** @throws StorageError as above */
export function exportTwin(twin: Twin, format: TwinFormat, path: string): void {
  runSteps(writePieces(path, twinExporter(format).write(twin)));
}

function* writePieces(path: string, pieces: Iterable<ExportPiece>): Steps<void> {
  const file = new WholeFile(path);
  let whole = false;
  try {
    for (const { content, share } of pieces) {
      file.write(content);
      yield share;
    }
    file.commit();
    whole = true;
  } catch (cause) {
    throw cause instanceof FormatError ? new StorageError('refused', cause.message, { cause }) : cause;
  } finally {
    // Also when the caller ends the steps early.
    if (!whole) file.discard();
  }
}
