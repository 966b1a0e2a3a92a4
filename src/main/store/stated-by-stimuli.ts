import type Database from 'better-sqlite3';
import type { FoundStimuli } from '../../core/beat/find-stimuli.ts';
import { CORRECTIONS_SINCE, insertCorrection, readCorrections } from './correction-table.ts';

/**
 * Marks a recording in which stimuli were found as paced, as a correction with its history, so that its operator can take it back. What
 * was stated of its pacing before stays.
 * @returns whether it was marked now
 */
export function insertStimuli(db: Database.Database, layout: number, recordingId: number, stimuli: FoundStimuli | null): boolean {
  if (stimuli === null || layout < CORRECTIONS_SINCE) return false;
  if (readCorrections(db, layout, recordingId).some(({ changes }) => changes.paced !== undefined)) return false;
  insertCorrection(db, recordingId, {
    madeAt: new Date().toISOString(),
    changes: { paced: true, stimulusMs: stimuli.periodMs },
  });
  return true;
}
