import { basename } from 'node:path';
import { ownPotential, whyNoPotential, whyNotTogether } from '../../core/twin/fitted-together.ts';
import { potentialCrc } from '../../core/trace/recording-crc.ts';
import type { FreeRecording } from '../../core/trace/recording.ts';
import type { TwinLeftOut } from '../../core/twin/twin.ts';
import type { RecordingSummary } from '../../shared/contract/schemas.ts';
import type { SessionContents } from './session-contents.ts';
import { StorageError } from './storage-error.ts';

/** A session's recordings of the cell beside the clamps that a twin is made of. */
export interface OtherRecordings {
  /** See ownPotential; null where there is none. */
  readonly potential: FreeRecording | null;
  /** All others, and why they are not fitted. */
  readonly leftOut: readonly TwinLeftOut[];
}

/** @param recordingId of the clamp @param together further clamps that are fitted with it */
export function otherRecordings(session: SessionContents, recordingId: number, together: readonly number[] = []): OtherRecordings {
  const all = session.listRecordings();
  const clamp = recordingIn(all, recordingId, session.path);
  const others = all.filter((other) => other.recordingId !== recordingId && !together.includes(other.recordingId));
  const chosen = ownPotential(clamp, others)?.recordingId ?? null;
  const leftOut = others
    .filter((other) => other.recordingId !== chosen)
    .map((other) => ({ recording: named(session, other.recordingId), why: whyLeftOut(clamp, other) }));
  if (chosen === null) return { potential: null, leftOut };
  const { sampleRateHz } = session.recordingMeta(chosen);
  const { voltageMv } = session.readSamples(chosen);
  return { potential: { name: named(session, chosen), crc32: potentialCrc(voltageMv), sampleRateHz, voltageMv }, leftOut };
}

/** @throws StorageError 'refused' where a clamp cannot be fitted together with the first, 'not-found' */
export function assertTogether(session: SessionContents, recordingId: number, together: readonly number[]): void {
  if (together.length === 0) return;
  const all = session.listRecordings();
  const first = recordingIn(all, recordingId, session.path);
  for (const id of [recordingId, ...together]) {
    const why = whyNotTogether(first, recordingIn(all, id, session.path));
    if (why !== null)
      throw new StorageError(
        'refused',
        `Recording ${id} cannot be fitted together with others. ${why} Leave it out, or make its own twin.`,
      );
  }
}

function whyLeftOut(clamp: RecordingSummary, other: RecordingSummary): string {
  if (other.kind === 'voltage-clamp') return whyNotTogether(clamp, other) ?? 'It was not chosen to be fitted; it is a test of the twin.';
  return whyNoPotential(clamp, other) ?? 'Another free recording is nearer to the clamp in time.';
}

function recordingIn(all: readonly RecordingSummary[], recordingId: number, path: string): RecordingSummary {
  const found = all.find((one) => one.recordingId === recordingId);
  if (found === undefined) throw new StorageError('not-found', `Recording ${recordingId} is not in ${path}.`);
  return found;
}

function named({ path }: SessionContents, recordingId: number): string {
  return `${basename(path)} recording ${recordingId}`;
}
