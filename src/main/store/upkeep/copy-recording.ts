import { chunksOf } from '../chunk-stream.ts';
import { Deriver } from '../derive.ts';
import { insertBeat, insertOverview, readBeat } from '../derived-tables.ts';
import type { NewRecording, RecordingEnd, RecordingGap } from '../new-recording.ts';
import { recordingRows, type RecordingMetadata } from '../recording-table.ts';
import type { OpenedRecording } from '../session-contents.ts';
import type { SessionFile } from '../session-file.ts';
import type { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { StorageError } from '../storage-error.ts';
import { recordingAsFarAsRead } from './recording-as-far-as-read.ts';

/** Reason of the gaps of a repaired session. */
export const LOST_TO_DAMAGE = 'damaged in the session that this one was repaired from';

/** What a copy keeps where its source is damaged. */
export type Damage = 'refuse' | 'leave out';

export interface CopiedRecording {
  readonly recordingId: number;
  /** What could not be kept, in sentences. */
  readonly lost: readonly string[];
}

/**
 * Copies a recording with its events, gaps, corrections and beat into another session, under a number and checksums of its own.
 * @param damage 'refuse': what is damaged ends the copy; 'leave out': it becomes a gap and is reported
 * @throws StorageError 'damaged' where something is and it was to be refused
 */
export function* copyRecordingSteps(from: SessionReader, id: number, to: SessionFile, damage: Damage): Steps<CopiedRecording> {
  const lost: string[] = [];
  const keep = <T>(otherwise: T, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (damage === 'refuse' || !(error instanceof StorageError)) throw error;
      lost.push(error.message);
      return otherwise;
    }
  };
  const meta = keep(null, () => from.recordedMeta(id)) ?? recordingAsFarAsRead(from, id);
  const opened = keep(null, () => from.openRecording(id));
  const { status, ...described } = meta;
  const gaps = opened?.gaps ?? [];
  const unreadable: Pick<RecordingGap, 'firstSample' | 'n'>[] = [];
  const source = opened?.source ?? { db: from.connection, layout: from.layout, recordingId: id, seed: seedOf(from, id) };
  const recordingId = to.beginRecording({ ...described, expectedSamples: null } satisfies NewRecording);
  for (const event of keep([], () => from.readEvents(id))) to.appendEvent(recordingId, event);
  for (const gap of gaps) to.appendGap(recordingId, gap);
  const lose = (gap: RecordingGap): void => {
    const which = `samples ${gap.firstSample} to ${gap.firstSample + gap.n - 1}`;
    if (damage === 'refuse') throw new StorageError('damaged', `Recording ${id}: ${which} are missing. Repair the session first.`);
    to.appendGap(recordingId, gap);
    const told = unreadable.some(({ firstSample, n }) => firstSample <= gap.firstSample && firstSample + n >= gap.firstSample + gap.n);
    if (!told) lost.push(`Recording ${id}: ${which} are lost.`);
  };
  const deriver = new Deriver(opened?.state.span ?? 0, meta.sampleRateHz, 'voltage-clamp');
  let end = 0;
  const chunks = chunksOf(source);
  for (;;) {
    const next = keep({ done: true as const, value: undefined }, () => readNext(chunks));
    if (next.done === true) break;
    const { firstSample, n, problem, voltageMv, currentPa, seq } = next.value;
    if (problem !== null) {
      const problemText = `Recording ${id}, chunk ${seq} (samples ${firstSample} to ${firstSample + n - 1}): ${problem}.`;
      if (damage === 'refuse') throw new StorageError('damaged', `${problemText} Repair the session first.`);
      lost.push(problemText);
      unreadable.push({ firstSample, n });
      continue;
    }
    const missing = missingGap(gaps, end, firstSample);
    if (missing !== null) lose(missing);
    to.appendChunk(recordingId, firstSample, voltageMv, currentPa);
    deriver.add({ firstSample, samples: { voltageMv, currentPa } });
    end = firstSample + n;
    yield opened === null || opened.state.span === 0 ? 0.5 : Math.min(1, end / opened.state.span);
  }
  const rest = damage === 'leave out' ? missingGap(gaps, end, spanBefore(opened, meta)) : null;
  if (rest !== null) lose(rest);
  to.endRecording(recordingId, endOf(status, lost.length === 0));
  for (const correction of keep([], () => from.readCorrections(id))) to.correct(recordingId, correction);
  if (lost.length === 0) insertDerived(from, to, { id, recordingId, kind: meta.kind }, deriver);
  return { recordingId, lost };
}

/** What is computed of a whole recording: its overview, and the beat that the source has of it. */
function insertDerived(
  from: SessionReader,
  to: SessionFile,
  { id, recordingId, kind }: { readonly id: number; readonly recordingId: number; readonly kind: string },
  deriver: Deriver,
): void {
  insertOverview(to.connection, to.layout, recordingId, deriver.overviews());
  const beat = kind === 'spontaneous' && from.layout >= 2 ? readBeat(from.connection, id) : undefined;
  if (beat !== undefined) insertBeat(to.connection, recordingId, beat);
}

/** The gap before the next chunk where samples are missing that no stored gap accounts for. */
function missingGap(gaps: readonly RecordingGap[], end: number, firstSample: number): RecordingGap | null {
  const noted = gaps.some((gap) => gap.firstSample <= end && gap.firstSample + gap.n >= firstSample);
  if (firstSample <= end || noted) return null;
  return { firstSample: end, n: firstSample - end, reason: LOST_TO_DAMAGE };
}

/** Samples before the damage, as far as known: a complete recording had all, one whose program died had what came. */
function spanBefore(opened: OpenedRecording | null, meta: RecordingMetadata): number {
  const status = opened?.row.status ?? meta.status;
  const expected = status === 'complete' || status === 'interrupted' ? (meta.expectedSamples ?? 0) : 0;
  return Math.max(opened?.state.span ?? 0, expected);
}

/** What the checksums of a recording's chunks go on from. */
function seedOf(session: SessionReader, id: number): number {
  return recordingRows(session.connection, session.layout, id)[0]?.seed ?? 0;
}

function readNext<T>(chunks: Generator<T, void>): IteratorResult<T, undefined> {
  const next = chunks.next();
  return next.done === true ? { done: true, value: undefined } : next;
}

/** A recording of which something is lost is not complete; one that nobody ended any more is interrupted. */
function endOf(status: RecordingEnd | 'recording', whole: boolean): RecordingEnd {
  if (status === 'recording') return 'interrupted';
  return status === 'complete' && !whole ? 'interrupted' : status;
}
