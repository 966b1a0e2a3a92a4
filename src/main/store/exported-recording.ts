import type { ExportedPiece, ExportedRecording } from '../../core/formats/export/exported-recording.ts';
import type { SampleSeal } from '../../core/formats/hdf5/hdf5-step.ts';
import { crc32 } from '../../node/checksum/crc32.ts';
import type { Checksums } from './chunk-stream.ts';
import { leakSubtractionWords } from '../../core/trace/leak-subtraction.ts';
import { parseColumn } from './recording-table.ts';
import { storedValues } from './stored-values.ts';
import { leakSubtracted, leakSummary } from './leak-run.ts';
import { PAUSE } from './gap-reasons.ts';
import type { SessionReader } from './session-reader.ts';

/** A stored recording as exporters see it; its samples are read when they are asked for. @throws StorageError 'not-found', 'damaged' */
export function exportedRecording(session: SessionReader, recordingId: number): ExportedRecording {
  const { sampleRateHz, conditions, device, ...meta } = session.recordingMeta(recordingId);
  const { row, state, gaps } = session.openRecording(recordingId);
  const leak = leakSummary(session, row, parseColumn(row, 'acquisition', storedValues.acquired, session.path).leak);
  // Not the detail of the session, which measures the beats of all its recordings: an export starts at once.
  const { cellName, createdAt } = session.summary();
  const { notes } = session;
  let hash: string | null = null;
  const pieces = function* (checksums: Checksums): Generator<ExportedPiece & { readonly seal?: SampleSeal }> {
    const sums = new SumOfSums();
    for (const { firstSample, samples, sum, seal } of session.samplePieces(recordingId, 0, undefined, checksums)) {
      sums.add(sum);
      yield { firstSample, ...samples, ...(seal === undefined ? {} : { seal }) };
    }
    if (sums.count === chunkCount(session, recordingId, state.span)) hash = sums.hash;
  };
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
    samples: state.span + state.missing,
    lost: state.lost,
    lostAt: [
      ...gaps.filter(({ reason }) => reason !== PAUSE).map(({ firstSample, n }) => ({ first: firstSample, samples: n })),
      // Of a recording whose program died: nobody noted what never came.
      ...(state.missing > 0 ? [{ first: state.span, samples: state.missing }] : []),
    ],
    simulated: device.simulated,
    ...(leak?.role === 'protocol' && leak.problem === null
      ? {
          leakSubtracted: () => {
            const found = leakSubtracted(session, recordingId);
            return { words: leakSubtractionWords(found), currentPa: found.currentPa };
          },
        }
      : {}),
    get hash() {
      hash ??= storedHash(session, recordingId, state.span);
      return hash;
    },
    twins: session
      .listTwins()
      .filter((twin) => twin.recordingId === recordingId)
      .map(({ twinId }) => ({ twinId, twin: session.knownTwin(twinId).twin })),
    pieces: () => pieces('compared'),
    sealedPieces: () => pieces('left'),
  };
}

/** CRC-32 over the checksums of the chunks in their order, each four bytes, little-endian: what the session vouches for. */
class SumOfSums {
  readonly #bytes = new DataView(new ArrayBuffer(4));
  #hash = 0;
  #count = 0;

  add(sum: number): void {
    this.#bytes.setUint32(0, sum >>> 0, true);
    this.#hash = crc32(new Uint8Array(this.#bytes.buffer), this.#hash);
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  get hash(): string {
    return `chunks-crc32:${(this.#hash >>> 0).toString(16).padStart(8, '0')}`;
  }
}

const OF_RECORDING = 'FROM chunk WHERE recording_id = ? AND first_sample < ?';

function chunkCount(session: SessionReader, recordingId: number, span: number): number {
  return (session.connection.prepare(`SELECT count(*) AS n ${OF_RECORDING}`).get(recordingId, span) as { n: number }).n;
}

/** It stands behind the samples: SQLite goes through all of them, a fifth of a second for half an hour. */
function storedHash(session: SessionReader, recordingId: number, span: number): string {
  const sums = new SumOfSums();
  const rows = session.connection.prepare(`SELECT crc32 ${OF_RECORDING} ORDER BY seq`).iterate(recordingId, span);
  for (const row of rows) sums.add((row as { readonly crc32: number }).crc32);
  return sums.hash;
}
