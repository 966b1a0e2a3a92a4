import { countEntries, insertGap } from './entry-tables.ts';
import type { RecordingEnd } from './new-recording.ts';
import { sealRow } from './seal-row.ts';
import type { SessionReader } from './session-reader.ts';
import { StorageError } from './storage-error.ts';

/** Stores how a recording ended, with its contents; part of a transaction. Returns the status that was stored. */
export function storeEnd(session: SessionReader, recordingId: number, status: RecordingEnd): RecordingEnd {
  const { connection: db, layout } = session;
  const { row, state } = session.openRecording(recordingId);
  if (row.status !== 'recording')
    throw new StorageError('refused', `Recording ${recordingId} is not running; it cannot end as "${status}".`);
  const expected = row.expected_samples ?? null;
  const short = expected !== null && state.span < expected;
  const stored: RecordingEnd = status === 'complete' && short ? 'interrupted' : status;
  if (layout < 2) {
    db.prepare('UPDATE recording SET status = ? WHERE id = ?').run(stored, recordingId);
    return stored;
  }
  if (short && stored === 'interrupted') {
    insertGap(db, layout, recordingId, {
      firstSample: state.span,
      n: expected - state.span,
      reason: status === 'complete' ? 'expected and never delivered' : 'not recorded: the recording was interrupted',
    });
  }
  db.prepare('UPDATE recording SET status = ?, chunks = (SELECT count(*) FROM chunk WHERE recording_id = ?), entries = ? WHERE id = ?').run(
    stored,
    recordingId,
    countEntries(db, recordingId),
    recordingId,
  );
  sealRow(db, 'recording', recordingId);
  return stored;
}
