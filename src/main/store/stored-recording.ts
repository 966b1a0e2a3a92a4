import { basename } from 'node:path';
import { recordingCrc } from '../../core/trace/recording-crc.ts';
import type { StoredRecording } from '../../shared/store/messages.ts';
import type { SessionReader } from './session-reader.ts';

/**
 * A clamp recording as inference gets it, with the further ones that are fitted together with it, the cell's own potential, and what is
 * left out.
 * @throws StorageError 'refused' where a recording cannot be used, or not together with the first
 */
export function storedRecording(session: SessionReader, recordingId: number, together: readonly number[] = []): StoredRecording {
  const further = [...new Set(together)].filter((id) => id !== recordingId);
  session.assertTogether(recordingId, further);
  return {
    ...clampOf(session, recordingId),
    ...session.otherRecordings(recordingId, further),
    cellName: session.summary().cellName,
    ...(further.length === 0 ? {} : { others: further.map((id) => clampOf(session, id)) }),
  };
}

function clampOf(session: SessionReader, recordingId: number): Pick<StoredRecording, 'recording' | 'recordingName' | 'recordingCrc32'> {
  const recording = session.toVoltageClampRecording(recordingId);
  return { recording, recordingName: `${basename(session.path)} recording ${recordingId}`, recordingCrc32: recordingCrc(recording) };
}
