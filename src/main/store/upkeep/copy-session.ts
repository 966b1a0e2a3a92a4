import { basename } from 'node:path';
import { CORRECTABLE, type Correctable } from '../../../core/trace/correction.ts';
import { recordingRows } from '../recording-table.ts';
import type { SessionFile } from '../session-file.ts';
import type { SessionReader } from '../session-reader.ts';
import type { Steps } from '../steps.ts';
import { StorageError, guardedRead } from '../storage-error.ts';
import { copyRecordingSteps, type Damage } from './copy-recording.ts';
import { RecordingsHeld } from './recordings-held.ts';

export interface CopiedSession {
  readonly recordings: number;
  readonly twins: number;
  readonly lost: readonly string[];
  /** Recordings that were there already, in sentences. */
  readonly once: readonly string[];
}

/**
 * Copies all recordings and twins of a session into another, each checked on the way. A recording that is there already is taken once: its
 * twins and corrections come in beside it.
 * @throws StorageError as copyRecordingSteps()
 */
export function* copySessionSteps(from: SessionReader, to: SessionFile, damage: Damage): Steps<CopiedSession> {
  const lost: string[] = [];
  const once: string[] = [];
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
  const held = new RecordingsHeld(to);
  let copied = 0;
  for (const [i, { id }] of rows.entries()) {
    try {
      const place = held.isEmpty ? null : held.find(from, id);
      if (place !== null) {
        places.set(id, place);
        once.push(takenOnce(from, id, to, place));
        continue;
      }
      const steps = copyRecordingSteps(from, id, to, damage);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield (i + step.value) / rows.length;
      copied++;
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
  return { recordings: copied, twins, lost: [...new Set(lost)], once };
}

/** What was corrected of a recording elsewhere is added; what was stated of it otherwise is named, since conditions are never changed. */
function takenOnce(from: SessionReader, id: number, to: SessionFile, place: number): string {
  const known = new Set(to.readCorrections(place).map((correction) => JSON.stringify(correction)));
  const added = from.readCorrections(id).filter((correction) => !known.has(JSON.stringify(correction)));
  for (const correction of added) to.correct(place, correction);
  const [there, here] = [from.recordedMeta(id).conditions, to.recordedMeta(place).conditions];
  const other = (Object.keys(CORRECTABLE) as Correctable[]).filter((key) => there[key] !== here[key]);
  const words = other.map((key) => `${CORRECTABLE[key].label} ${shown(there[key])}, not ${shown(here[key])} ${CORRECTABLE[key].unit}`);
  return (
    `Recording ${id} of ${basename(from.path)} is recording ${place} already; it was taken once.` +
    (added.length === 0 ? '' : ` Its ${added.length} ${added.length === 1 ? 'correction was' : 'corrections were'} added.`) +
    (words.length === 0 ? '' : ` What it states otherwise was left out: ${words.join('; ')}.`)
  );
}

function shown(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(value);
}
