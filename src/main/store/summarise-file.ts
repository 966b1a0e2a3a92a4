import { lstatSync } from 'node:fs';
import { basename } from 'node:path';
import { NOT_STATED } from '../../core/trace/culture.ts';
import type { SessionSummary } from '../../shared/contract/schemas.ts';
import { SESSION_EXTENSION } from './session-extension.ts';
import { SessionReader } from './session-reader.ts';
import { StorageError } from './storage-error.ts';
import { isRepairable } from './upkeep/is-repairable.ts';

/** One row of the list of sessions: the contents of the file, or why it cannot be read. Never throws because of the file. */
export function summariseFile(file: string): SessionSummary {
  try {
    const session = SessionReader.open(file);
    try {
      return session.summary();
    } finally {
      session.close();
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return { ...problemRow(file, error.message), repairable: isRepairable(file, error) };
  }
}

export function problemRow(file: string, problem: string): SessionSummary {
  return {
    sessionKey: basename(file),
    file,
    cellName: basename(file, SESSION_EXTENSION),
    culture: NOT_STATED,
    // Date of the link itself where it points to nothing; a file that vanished since the folder was read has no date.
    createdAt: (lstatSync(file, { throwIfNoEntry: false })?.mtime ?? new Date(0)).toISOString(),
    simulated: false,
    recordings: 0,
    twins: 0,
    oldTwins: 0,
    problem,
    repairable: false,
    damage: null,
  };
}
