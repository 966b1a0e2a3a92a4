import { basename } from 'node:path';
import { ownPotential, whyNoPacedPotential, whyNoPotential, whyNotTogether } from '../../core/twin/fitted-together.ts';
import { pacedBeatOf } from '../../core/trace/paced-recording.ts';
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
  /** Paced potentials whose beats follow their stimuli. */
  readonly paced: readonly FreeRecording[];
  /** All others, and why they are not fitted. */
  readonly leftOut: readonly TwinLeftOut[];
}

/** @param recordingId of the clamp @param together further clamps that are fitted with it */
export function otherRecordings(session: SessionContents, recordingId: number, together: readonly number[] = []): OtherRecordings {
  const all = session.listRecordings();
  const clamp = recordingIn(all, recordingId, session.path);
  const others = all.filter((other) => other.recordingId !== recordingId && !together.includes(other.recordingId));
  const chosen = ownPotential(clamp, others);
  const paced: FreeRecording[] = [];
  const leftOut: TwinLeftOut[] = [];
  for (const other of others.filter((one) => one !== chosen)) {
    const recording = named(session, other.recordingId);
    const why = whyLeftOut(clamp, other);
    if (why !== null) leftOut.push({ recording, why });
    else {
      const potential = freeRecording(session, other.recordingId);
      const beat = pacedBeatOf(potential, chosen?.beat?.features.cycleLengthMs ?? null);
      if ('why' in beat) leftOut.push({ recording, why: `It was paced. ${beat.why}` });
      else paced.push(potential);
    }
  }
  return { potential: chosen === undefined ? null : freeRecording(session, chosen.recordingId), paced, leftOut };
}

function freeRecording(session: SessionContents, recordingId: number): FreeRecording {
  const { sampleRateHz } = session.recordingMeta(recordingId);
  const { voltageMv } = session.readSamples(recordingId);
  return { name: named(session, recordingId), crc32: potentialCrc(voltageMv), sampleRateHz, voltageMv };
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

/** Null: a paced potential that is fitted where its beats follow its stimuli. */
function whyLeftOut(clamp: RecordingSummary, other: RecordingSummary): string | null {
  if (other.kind === 'voltage-clamp') return whyNotTogether(clamp, other) ?? 'It was not chosen to be fitted; it is a test of the twin.';
  if (other.paced) return whyNoPacedPotential(clamp, other);
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
