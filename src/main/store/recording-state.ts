import { protocolSampleCount } from '../../core/protocol/protocol.ts';
import { PAUSE } from './gap-reasons.ts';
import type { RecordingGap, RecordingStatus } from './new-recording.ts';
import { parseColumn, protocolColumn } from './recording-table.ts';
import type { RecordingRow } from './session-rows.ts';
import { storedValues } from './stored-values.ts';
import { writerState } from './writer-process.ts';

/** Status of a recording, as a reader knows it. */
export interface RecordingState {
  /** 'interrupted' also where its writer is known to be dead, or a complete one lacks samples; the file may say otherwise. */
  readonly status: RecordingStatus;
  /** Samples from 0 to the end of the last chunk or gap. */
  readonly span: number;
  /** Samples of gaps, and those expected that never came; pauses between sweeps are none. */
  readonly lost: number;
  /** Samples of pauses between sweeps. */
  readonly paused: number;
  /** Those that are expected after the span and are not there. */
  readonly missing: number;
}

/** A file made elsewhere may end a sample before its protocol does. */
const ROUNDING_SAMPLES = 1;

export function recordingState(row: RecordingRow, span: number, gaps: readonly RecordingGap[], file: string): RecordingState {
  const dead = row.status === 'recording' && writerOf(row) === 'dead';
  const expected = expectedSamples(row, file);
  const short = expected !== null && span < expected;
  const status: RecordingStatus = dead || (row.status === 'complete' && short) ? 'interrupted' : row.status;
  const missing = status === 'interrupted' && short ? expected - span : 0;
  const samplesOf = (wanted: readonly RecordingGap[]): number => wanted.reduce((sum, gap) => sum + gap.n, 0);
  const paused = samplesOf(gaps.filter(({ reason }) => reason === PAUSE));
  return { status, span, missing, paused, lost: samplesOf(gaps) - paused + missing };
}

export function writerOf(row: RecordingRow): ReturnType<typeof writerState> {
  return writerState({ pid: row.writer_pid, host: row.writer_host, start: row.writer_start ?? '', begunMs: row.begun_ms });
}

/** As stored at the start; layout 1 stores none: then the length of the protocol that a device realised. */
function expectedSamples(row: RecordingRow, file: string): number | null {
  // Only recordings of layout 2 have a seed.
  if (row.expected_samples != null || (row.seed ?? 0) !== 0) return row.expected_samples ?? null;
  if (row.kind !== 'voltage-clamp' || parseColumn(row, 'device', storedValues.device, file).port === '') return null;
  const protocol = protocolColumn(row, 'protocol_realised', file);
  return protocol === null ? null : protocolSampleCount(protocol, row.sample_rate_hz) - ROUNDING_SAMPLES;
}
