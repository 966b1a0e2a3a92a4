import { recordingRows } from '../recording-table.ts';
import type { SessionFile } from '../session-file.ts';
import type { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { StorageError, guardedRead } from '../storage-error.ts';
import { copyRecordingSteps, type Damage } from './copy-recording.ts';

export interface CopiedSession {
  readonly recordings: number;
  readonly twins: number;
  readonly lost: readonly string[];
}

/** Copies all recordings and twins of a session into another, each checked on the way. @throws StorageError as copyRecordingSteps() */
export function* copySessionSteps(from: SessionReader, to: SessionFile, damage: Damage): Steps<CopiedSession> {
  const lost: string[] = [];
  const kept = <T>(otherwise: T, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (damage === 'refuse' || !(error instanceof StorageError)) throw error;
      lost.push(error.message);
      return otherwise;
    }
  };
  const rows = kept([], () => guardedRead('Listing recordings', from.path, () => recordingRows(from.connection, from.layout)));
  const places = new Map<number, number>();
  for (const [i, { id }] of rows.entries()) {
    try {
      const steps = copyRecordingSteps(from, id, to, damage);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield (i + step.value) / rows.length;
      places.set(id, step.value.recordingId);
      lost.push(...step.value.lost);
    } catch (error) {
      if (damage === 'refuse' || !(error instanceof StorageError)) throw error;
      lost.push(error.message);
    }
  }
  let twins = 0;
  for (const { twinId } of kept([], () => from.listTwins())) {
    kept(undefined, () => {
      const { recordingId, twin } = from.getTwin(twinId);
      const place = places.get(recordingId);
      if (place === undefined) throw new StorageError('damaged', `Twin ${twinId} belongs to recording ${recordingId}, which is lost.`);
      to.addTwin(place, twin);
      twins++;
    });
  }
  return { recordings: places.size, twins, lost: [...new Set(lost)] };
}
