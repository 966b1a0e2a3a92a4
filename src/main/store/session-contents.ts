import type Database from 'better-sqlite3';
import type { Corrected } from '../../core/trace/correction.ts';
import type { RecordingSummary } from '../../shared/contract/schemas.ts';
import type { Samples } from './chunk.ts';
import type { ChunkSource } from './chunk-stream.ts';
import type { RecordingGap } from './new-recording.ts';
import type { SamplePiece } from './read-samples.ts';
import type { RecordingState } from './recording-state.ts';
import type { RecordingMetadata } from './recording-table.ts';
import type { RecordingRow } from './session-rows.ts';

/** A recording with what its summary is made from. */
export interface OpenedRecording {
  readonly row: RecordingRow;
  readonly gaps: readonly RecordingGap[];
  readonly state: RecordingState;
  readonly source: ChunkSource;
}

/** The part of SessionReader that summaries and fits use: an interface, so that the modules form no circle. */
export interface SessionContents {
  readonly path: string;
  readonly layout: number;
  readonly connection: Database.Database;
  /** Samples [from, to), by default all; NaN in gaps. @throws StorageError 'damaged' */
  readSamples(recordingId: number, from?: number, to?: number): Samples;
  samplePieces(recordingId: number, from?: number, to?: number): Generator<SamplePiece>;
  listRecordings(): RecordingSummary[];
  recordingMeta(recordingId: number): RecordingMetadata & Corrected;
  openRecording(recordingId: number): OpenedRecording;
  /** Which stored events and gaps are missing, in words, or null. */
  lackingEntries(opened: OpenedRecording): string | null;
}
