import type Database from 'better-sqlite3';
import type { FoundStimuli } from '../../core/beat/find-stimuli.ts';
import { CORRECTIONS_SINCE, insertCorrection, readCorrections } from './correction-table.ts';

/**
 * Marks a recording in which stimuli were found as paced, as a correction with its history, so that its operator can take it back. What
 * was stated of its pacing before stays.
 */
export function insertStimuli(db: Database.Database, layout: number, recordingId: number, stimuli: FoundStimuli | null): void {
  if (stimuli === null || layout < CORRECTIONS_SINCE) return;
  if (readCorrections(db, layout, recordingId).some(({ changes }) => changes.paced !== undefined)) return;
  insertCorrection(db, recordingId, {
    madeAt: new Date().toISOString(),
    changes: { paced: true, stimulusMs: stimuli.periodMs },
  });
}
