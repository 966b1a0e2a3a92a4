import type { ExportedRecording } from '../../core/formats/export/exported-recording.ts';
import { crc32 } from '../../node/checksum/crc32.ts';
import { PAUSE } from './gap-reasons.ts';
import type { SessionReader } from './session-reader.ts';

/** A stored recording as exporters see it; its samples are read when they are asked for. @throws StorageError 'not-found', 'damaged' */
export function exportedRecording(session: SessionReader, recordingId: number): ExportedRecording {
  const { sampleRateHz, conditions, device, ...meta } = session.recordingMeta(recordingId);
  const { state, gaps } = session.openRecording(recordingId);
  // Not the detail of the session, which measures the beats of all its recordings: an export starts at once.
  const { cellName, createdAt } = session.summary();
  const { notes } = session;
  return {
    session: { id: session.id, cellName, createdAt, notes },
    recordingId,
    kind: meta.kind,
    status: meta.status,
    startedAt: meta.startedAt,
    startedMs: Date.parse(meta.startedAt),
    device,
    conditions,
    calibration: meta.calibration,
    remarks: meta.remarks ?? [],
    protocol: meta.protocolRealised,
    sampleRateHz,
    samples: state.span,
    lost: state.lost,
    lostAt: gaps.filter(({ reason }) => reason !== PAUSE).map(({ firstSample, n }) => ({ first: firstSample, samples: n })),
    simulated: device.simulated,
    hash: chunkHash(session, recordingId),
    twins: session
      .listTwins()
      .filter((twin) => twin.recordingId === recordingId)
      .map(({ twinId }) => ({ twinId, twin: session.knownTwin(twinId).twin })),
    *pieces() {
      for (const { firstSample, samples } of session.samplePieces(recordingId)) yield { firstSample, ...samples };
    },
  };
}

/** CRC-32 over the checksums of the chunks in their order, each four bytes, little-endian: what the session vouches for. */
function chunkHash(session: SessionReader, recordingId: number): string {
  let hash = 0;
  const bytes = new Uint8Array(4);
  const rows = session.connection.prepare('SELECT crc32 FROM chunk WHERE recording_id = ? ORDER BY seq').iterate(recordingId);
  for (const row of rows) {
    new DataView(bytes.buffer).setUint32(0, (row as { readonly crc32: number }).crc32 >>> 0, true);
    hash = crc32(bytes, hash);
  }
  return `chunks-crc32:${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
