import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportPiece } from '../../core/formats/export/exporter.ts';
import { recordingExporter, twinExporter, type RecordingFormat, type TwinFormat } from '../../core/formats/export/registry.ts';
import { FormatError } from '../../core/formats/format-error.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { ensembleOf, memberTwin } from '../../core/formats/export/twin-ensemble-exporter.ts';
import { guarded, WholeFile } from '../../node/files/index.ts';
import { hdf5Library } from '../formats/hdf5-writer.ts';
import { writeHdf5 } from './export-hdf5.ts';
import { exportedRecording } from './exported-recording.ts';
import { compareTable } from './read-back.ts';
import type { SessionReader } from './session-reader.ts';
import { runSteps, type Steps } from './steps.ts';
import { StorageError } from './storage-error.ts';

/**
 * Writes a recording as a table, reads it back and compares. Answers its samples.
 * @throws StorageError 'refused' when the format has no place for what was recorded, such as gaps in CSV
 */
export function exportRecording(session: SessionReader, recordingId: number, path: string, format: 'csv' | 'atf' = 'csv'): number {
  return runSteps(exportRecordingSteps(session, [recordingId], path, format));
}

/** The same in any format of the registry, and of several recordings in one file where the format takes several. */
export async function exportRecordings(
  session: SessionReader,
  recordingIds: readonly number[],
  path: string,
  format: RecordingFormat,
): Promise<number> {
  if ('steps' in recordingExporter(format)) await hdf5Library();
  return runSteps(exportRecordingSteps(session, recordingIds, path, format));
}

/** The same in steps, in memory for one chunk. */
export function* exportRecordingSteps(
  session: SessionReader,
  recordingIds: readonly number[],
  path: string,
  format: RecordingFormat,
): Steps<number> {
  const exporter = recordingExporter(format);
  const recordings = recordingIds.map((recordingId) => exportedRecording(session, recordingId));
  const [first] = recordings;
  if (first === undefined || (recordings.length > 1 && !('steps' in exporter)))
    throw new StorageError('refused', `${exporter.title} takes one recording, got ${recordings.length}. Export each by itself.`);
  try {
    if ('steps' in exporter) yield* writeHdf5(exporter, recordings, path);
    else yield* writePieces(path, exporter.write(first), (file) => compareTable(exporter, first, file));
  } catch (cause) {
    throw refused(cause);
  }
  return recordings.reduce((sum, { samples }) => sum + samples, 0);
}

/** @throws StorageError as above */
export function exportTwin(twin: Twin, format: TwinFormat, path: string): void {
  try {
    runSteps(writePieces(path, twinExporter(format).write(twin)));
  } catch (cause) {
    throw refused(cause);
  }
}

/**
 * Writes a folder with the twin and each cell of its ensemble as a model. Answers the files.
 * @throws StorageError 'refused' for a twin without an ensemble
 */
export function exportEnsemble(twin: Twin, format: TwinFormat, folder: string): string[] {
  const exporter = twinExporter(format);
  try {
    const members = ensembleOf(twin).members.map((_, k) => [`cell_${String(k + 1).padStart(3, '0')}`, memberTwin(twin, k)] as const);
    guarded('Writing a folder', folder, () => mkdirSync(folder, { recursive: true }));
    return [['twin', twin] as const, ...members].map(([name, cell]) => {
      const file = join(folder, `${name}.${exporter.extension}`);
      runSteps(writePieces(file, exporter.write(cell)));
      return file;
    });
  } catch (cause) {
    throw refused(cause);
  }
}

function refused(cause: unknown): unknown {
  return cause instanceof FormatError ? new StorageError('refused', cause.message, { cause }) : cause;
}

/** @param compare reads what was written, before it is put into its place */
function* writePieces(path: string, pieces: Iterable<ExportPiece>, compare?: (file: string) => Steps<void>): Steps<void> {
  const file = new WholeFile(path);
  let whole = false;
  try {
    for (const { content, share } of pieces) {
      file.write(content);
      yield share;
    }
    // A device or a pipe cannot be read back.
    const written = file.written();
    if (compare !== undefined && written !== null) yield* compare(written);
    file.commit();
    whole = true;
  } finally {
    // Also when the caller ends the steps early.
    if (!whole) file.discard();
  }
}
