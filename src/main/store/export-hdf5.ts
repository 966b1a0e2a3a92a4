import { closeSync, existsSync, fsyncSync, openSync, rmSync, truncateSync } from 'node:fs';
import type { ExportedRecording } from '../../core/formats/export/exported-recording.ts';
import type { Hdf5RecordingExporter } from '../../core/formats/export/exporter.ts';
import { assertRoom, guarded, putInPlace } from '../../node/files/index.ts';
import { hdf5Failure } from '../formats/hdf5-failure.ts';
import { Hdf5Writer, loadedHdf5Library } from '../formats/hdf5-writer.ts';
import { differs } from './read-back.ts';
import type { Steps } from './steps.ts';

/** The library is loaded within a second; steps wait for it in turns of whoever runs them. */
const PATIENCE_MS = 20_000;
/** Room for a recording on the disk: potential and current of each sample as float32, and what stands beside them. */
const SAMPLE_BYTES = 8;
const BESIDE_BYTES = 4 << 20;
/** Share of the work that is writing; the rest is reading back. */
const WRITING = 0.6;
let begun = 0;

/** Where what was read back is not what the session says: reads the session again. @throws StorageError 'damaged' where it is to blame */
function* allChecked(recordings: readonly ExportedRecording[]): Steps<void> {
  for (const recording of recordings) for (const _ of recording.pieces()) yield WRITING;
}

/** Writes recordings as HDF5 beside its place, reads every series back, and puts it there. @throws StorageError, FormatError */
export function* writeHdf5(exporter: Hdf5RecordingExporter, recordings: readonly ExportedRecording[], path: string): Steps<void> {
  const untilMs = Date.now() + PATIENCE_MS;
  let library = loadedHdf5Library();
  for (; library === null; library = loadedHdf5Library()) {
    if (Date.now() > untilMs) throw new Error('The HDF5 library could not be loaded. Start the program again.');
    yield 0;
  }
  const part = `${path}.${++begun}.${process.pid}.part`;
  let whole = false;
  try {
    // The library gives no reason when a file cannot be made; the system does.
    guarded('Writing a file', path, () => closeSync(openSync(part, 'w')));
    // A disk that is full is found before the work.
    assertRoom(path, BESIDE_BYTES + SAMPLE_BYTES * recordings.reduce((sum, { samples }) => sum + samples, 0));
    yield* written(new Hdf5Writer(library, part), exporter, recordings);
    guarded('Writing a file', path, () => {
      const descriptor = openSync(part, 'r+');
      fsyncSync(descriptor);
      closeSync(descriptor);
      putInPlace(part, path);
    });
    whole = true;
  } catch (cause) {
    throw hdf5Failure(path, cause);
  } finally {
    if (!whole) remove(part);
  }
}

function* written(writer: Hdf5Writer, exporter: Hdf5RecordingExporter, recordings: readonly ExportedRecording[]): Steps<void> {
  try {
    for (const step of exporter.steps(recordings)) {
      writer.write(step);
      if (step.kind === 'samples') yield WRITING * step.share;
    }
    for (const { share, differsAt } of writer.readBack()) {
      if (differsAt !== null) {
        yield* allChecked(recordings);
        throw differs(exporter.title, differsAt);
      }
      yield WRITING + (1 - WRITING) * share;
    }
    writer.close();
  } finally {
    writer.abandon();
  }
}

/** The library may keep a file open that it could not write: its room on the disk is given back first. */
function remove(part: string): void {
  if (!existsSync(part)) return;
  truncateSync(part);
  rmSync(part, { force: true });
}
