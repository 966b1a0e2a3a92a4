import { basename } from 'node:path';
import { potentialCrc } from '../../core/trace/recording-crc.ts';
import type { FreeRecording } from '../../core/trace/recording.ts';
import type { TwinLeftOut } from '../../core/twin/twin.ts';
import type { SessionContents } from './session-contents.ts';

/** A cell that was free for less cannot be said to rest, ms. */
const LONG_ENOUGH_MS = 2000;

/** A session's recordings of the cell beside the clamp that a twin is made of. */
export interface OtherRecordings {
  /** The first complete free recording after the clamp, else the last before it; null where there is none. */
  readonly potential: FreeRecording | null;
  /** All others, and why they are not fitted. */
  readonly leftOut: readonly TwinLeftOut[];
}

/** @param recordingId of the clamp */
export function otherRecordings(session: SessionContents, recordingId: number): OtherRecordings {
  const named = (id: number): string => `${basename(session.path)} recording ${id}`;
  const others = session.listRecordings().filter((other) => other.recordingId !== recordingId);
  const free = others.filter(
    ({ kind, status, samples, sampleRateHz }) =>
      kind === 'spontaneous' && status === 'complete' && (1000 * samples) / sampleRateHz >= LONG_ENOUGH_MS,
  );
  const chosen = (free.find((other) => other.recordingId > recordingId) ?? free.at(-1))?.recordingId ?? null;
  const leftOut = others
    .filter((other) => other.recordingId !== chosen)
    .map((other) => ({
      recording: named(other.recordingId),
      why:
        other.kind === 'voltage-clamp'
          ? 'A twin is fitted to one clamp recording; this one is a test of it.'
          : free.includes(other)
            ? 'Another free recording is nearer to the clamp in time.'
            : 'It is no complete free recording of 2 s or more.',
    }));
  if (chosen === null) return { potential: null, leftOut };
  const { sampleRateHz } = session.recordingMeta(chosen);
  const { voltageMv } = session.readSamples(chosen);
  return { potential: { name: named(chosen), crc32: potentialCrc(voltageMv), sampleRateHz, voltageMv }, leftOut };
}
