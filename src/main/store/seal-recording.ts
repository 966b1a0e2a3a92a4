import { connect } from './connect.ts';
import { Deriver } from './derive.ts';
import { insertBeat, insertOverview } from './derived-tables.ts';
import { samplePieces } from './read-samples.ts';
import { SessionReader } from './session-reader.ts';
import { insertStimuli } from './stated-by-stimuli.ts';
import { guarded } from './storage-error.ts';
import { runSteps, type Steps } from './steps.ts';

export interface SealedRecording {
  /** Every chunk was read back from the file with a correct checksum, and nothing that was stored is missing. */
  readonly intact: boolean;
  /** What is wrong, in a sentence; null when it is intact. */
  readonly problem: string | null;
  /** Samples that were read back. */
  readonly samples: number;
  /** Samples in gaps. */
  readonly lost: number;
  /** Interval of stimuli by which it was marked as paced now, ms; null: it was not. */
  readonly stimulusMs: number | null;
}

const BUSY_TIMEOUT_MS = 2000;

/**
 * Reads a recording that has ended back from its file through a separate connection, once and with memory for one chunk, and
 * stores what is derived from it: overview and beats. What cannot be stored is computed when it is needed.
 * @throws StorageError when the file cannot be opened
 */
export function sealRecording(path: string, recordingId: number): SealedRecording {
  return runSteps(sealRecordingSteps(path, recordingId));
}

export function* sealRecordingSteps(path: string, recordingId: number): Steps<SealedRecording> {
  const session = SessionReader.open(path);
  try {
    const opened = session.openRecording(recordingId);
    const { row, state, gaps, source } = opened;
    const deriver = new Deriver(state.span, row.sample_rate_hz, row.kind);
    let samples = 0;
    let problem = session.notice;
    try {
      session.recordingMeta(recordingId);
      session.readEvents(recordingId);
      const lacking = session.lackingEntries(opened);
      problem ??= lacking === null ? null : `Recording ${recordingId}: ${lacking}.`;
      for (const piece of samplePieces(source, gaps, 0, state.span)) {
        deriver.add(piece);
        samples += piece.samples.voltageMv.length;
        yield state.span === 0 ? 1 : samples / state.span;
      }
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error);
    }
    let stimulusMs: number | null = null;
    if (problem === null && session.layout >= 2 && row.status !== 'recording')
      stimulusMs = storeDerived(path, session.layout, recordingId, deriver, row.kind === 'spontaneous');
    return { intact: problem === null, problem, samples, lost: state.lost, stimulusMs };
  } finally {
    session.close();
  }
}

function storeDerived(path: string, layout: number, recordingId: number, deriver: Deriver, free: boolean): number | null {
  const { overviews, beat, stimuli } = deriver.derived();
  return guarded('Storing an overview', path, () => {
    const db = connect(path);
    try {
      db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      return db
        .transaction(() => {
          // If these are the first entries of a log, the session's row among them tells whose log it is.
          if (layout >= 2) db.exec('UPDATE session SET log_mark = log_mark');
          insertOverview(db, layout, recordingId, overviews);
          if (free) insertBeat(db, recordingId, beat);
          return insertStimuli(db, layout, recordingId, stimuli) ? (stimuli?.periodMs ?? null) : null;
        })
        .immediate();
    } finally {
      db.close();
    }
  });
}
