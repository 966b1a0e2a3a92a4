import { crc32 } from '../../node/checksum/crc32.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { SessionFile } from './session-file.ts';
import type { SessionFolder } from './session-folder.ts';
import { StorageError } from './storage-error.ts';

/**
 * The recording of a session that a twin says it was inferred from, by its checksum.
 * @throws StorageError 'not-found' where the session has none
 */
export function recordingOfTwin(session: SessionFile, { provenance }: Pick<Twin, 'provenance'>): number {
  const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (const { recordingId, kind, status } of session.listRecordings()) {
    if (kind !== 'voltage-clamp' || status !== 'complete') continue;
    const recording = clampOf(session, recordingId);
    if (recording === null) continue;
    if (crc32(bytes(recording.currentPaPf), crc32(bytes(recording.commandMv))) === provenance.recordingCrc32 >>> 0) return recordingId;
  }
  throw new StorageError(
    'not-found',
    `No recording of ${session.path} has the checksum that the twin states for its own (${provenance.recording}). Name one with ` +
      `--recording-id, or import the twin without a session.`,
  );
}

/** Null where no twin can be of it, for instance without a capacitance. */
function clampOf(session: SessionFile, recordingId: number): VoltageClampRecording | null {
  try {
    return session.toVoltageClampRecording(recordingId);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'refused') return null;
    throw error;
  }
}

/** Keeps a twin that came without its recording in a session of its own, whose recording has no samples. Answers the session's key. */
export function importTwinAlone(sessions: SessionFolder, twin: Twin): string {
  const remark = `The twin came as a file, without its recording (${twin.provenance.recording}).`;
  const aside = sessions.createAside({ cellName: twin.cellName, notes: remark });
  let whole = false;
  try {
    const recordingId = aside.session.beginRecording({
      kind: 'voltage-clamp',
      protocolRequested: null,
      protocolRealised: null,
      device: { name: 'twin file', firmware: '', serial: '', port: '', simulated: twin.simulated === true },
      calibration: null,
      acquisition: null,
      conditions: twin.temperatureSource === 'stated' ? { temperatureC: twin.temperatureC } : {},
      sampleRateHz: 10_000,
      expectedSamples: null,
      startedAt: twin.createdAt,
      remarks: [remark],
    });
    aside.session.endRecording(recordingId, 'interrupted');
    aside.session.addTwin(recordingId, twin);
    const key = aside.commit();
    whole = true;
    return key;
  } finally {
    if (!whole) aside.discard();
  }
}
