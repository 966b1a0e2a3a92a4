import { basename } from 'node:path';
import type { ReportParts } from '../../shared/report-of.ts';
import type { SessionReader } from './session-reader.ts';

/** Reads the parts of a session that the report of a twin shows. @throws StorageError when the twin or its recording cannot be read */
export function reportParts(session: SessionReader, twinId: number): ReportParts {
  const detail = session.detail();
  const { recordingId, twin } = session.knownTwin(twinId);
  const { remarks, acquisition } = session.recordingMeta(recordingId);
  const others = detail.twinList.filter((other) => other.recordingId === recordingId && other.twinId !== twinId);
  return {
    detail,
    fileName: basename(session.path),
    twinId,
    twin: twin,
    recordingId,
    recording: session.toVoltageClampRecording(recordingId),
    // The store keeps no acquisition settings of an imported file.
    acquisition: acquisition ?? null,
    remarks: remarks ?? [],
    otherTwins: others.map((other) => ({ twinId: other.twinId, twin: session.knownTwin(other.twinId).twin })),
  };
}
