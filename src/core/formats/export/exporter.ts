import type { Hdf5Step } from '../hdf5/hdf5-step.ts';
import type { ExportedRecording } from './exported-recording.ts';

/** A piece of a file, in order, and the share of it that is then written, 0 ... 1. */
export interface ExportPiece {
  readonly content: string | Uint8Array;
  readonly share: number;
}

/** What every exporter says of itself. */
interface AboutExporter {
  /** As the command line and the contract name it. */
  readonly id: string;
  /** Its name for the operator. */
  readonly title: string;
  /** What the file is for: shown beside the title where an operator chooses. */
  readonly purpose: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  readonly mime: string;
}

/**
 * One file format to write twins or recordings in.
 * @example
 * export const twinJsonExporter = {
 *   id: 'json', title: 'JSON', purpose: 'the whole twin', extension: 'json', mime: 'application/json',
 *   write: (twin) => [{ content: twinToJson(twin), share: 1 }],
 * } as const satisfies Exporter<Twin>;
 */
export interface Exporter<What> extends AboutExporter {
  /**
   * The file piece by piece, each made in some milliseconds. Every part of a file of a simulated cell says that it is simulated.
   * @throws FormatError when the format cannot hold the data: what was expected, what came and what to do
   */
  write(what: What): Iterable<ExportPiece>;
}

/** Recordings as text of one line a sample; what was written is read again from the disk and compared before the file is done. */
export interface TextRecordingExporter extends Exporter<ExportedRecording> {
  /** Two values of a line as single precision; null for a line above the samples. @throws FormatError for one that is neither */
  readLine(line: string): readonly [number, number] | null;
  /** What the line of a sample must give back. */
  sampleOf(recording: ExportedRecording, voltageMv: number, currentPa: number): readonly [number, number];
}

/** Recordings of one session as an HDF5 file, step by step; its series are read again and compared likewise. */
export interface Hdf5RecordingExporter extends AboutExporter {
  /** @throws FormatError when the format has no place for what there is */
  steps(recordings: readonly ExportedRecording[]): Iterable<Hdf5Step>;
}

export type RecordingExporter = TextRecordingExporter | Hdf5RecordingExporter;
