import type Database from 'better-sqlite3';
import type { RecordingGap } from './new-recording.ts';
import { MOST_SAMPLES } from './recording-limits.ts';
import { StorageError } from './storage-error.ts';

/**
 * Samples that a recording spans, from 0 to the end of its last chunk or gap.
 * @throws StorageError 'damaged' when a chunk claims more than any recording has
 */
export function sampleSpan(db: Database.Database, recordingId: number, gaps: readonly RecordingGap[]): number {
  // Not the largest of all: one pass over the index of a long recording takes too long for a list.
  const last = db.prepare('SELECT first_sample, n FROM chunk WHERE recording_id = ? ORDER BY seq DESC LIMIT 1').get(recordingId) as
    { first_sample: number; n: number } | undefined;
  const end = last === undefined ? 0 : last.first_sample + last.n;
  if (last !== undefined && !(last.first_sample >= 0 && last.n > 0 && end <= MOST_SAMPLES)) {
    throw new StorageError(
      'damaged',
      `The last chunk of recording ${recordingId} claims ${last.n} samples from ${last.first_sample} on; no recording has more ` +
        `than ${MOST_SAMPLES}. The file is damaged there.`,
    );
  }
  return gaps.reduce((span, gap) => Math.max(span, gap.firstSample + gap.n), end);
}
