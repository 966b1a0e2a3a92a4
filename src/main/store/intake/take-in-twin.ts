import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseKnownTwin } from '../../../core/formats/known-twin.ts';
import { shortMessage } from '../../../core/text/short-message.ts';
import type { Twin } from '../../../core/twin/twin.ts';
import type { ImportedFileReport } from '../../../shared/store/import-report.ts';
import { importTwinAlone, recordingOfTwin } from '../import-twin.ts';
import type { SessionFolder } from '../session-folder.ts';
import { StorageError } from '../storage-error.ts';
import type { CellTarget } from './cell-target.ts';

/** Longest file of a twin, bytes. */
const LONGEST = 64_000_000;

export interface TakenTwin {
  readonly report: ImportedFileReport;
  /** Key of the session that a twin without its recording got; null where it is beside it, or nowhere. */
  readonly alone: string | null;
  readonly cellName: string | null;
}

/** A twin file goes beside its recording where the target holds it, or into a session of its own where there is no target. */
export function takeInTwin(path: string, asked: boolean, target: CellTarget, sessions: SessionFolder): TakenTwin {
  const file = basename(path);
  const report = (used: number, why: string | null, notes: readonly string[] = []): ImportedFileReport => {
    return {
      file,
      format: 'TwinClamp twin',
      used,
      unused: why === null ? [] : [{ what: 'The twin', why: shortMessage(why) }],
      notes,
      asked,
    };
  };
  const nothing = (why: string): TakenTwin => ({ report: report(0, why), alone: null, cellName: null });
  const twin = readTwin(path, file);
  if (typeof twin === 'string') return nothing(twin);
  const { held } = target;
  const notes = twin.alarms.map((alarm) => shortMessage(`Alarm: ${alarm}`));
  if (held === null)
    return {
      report: report(1, null, ['It came without its recording, in a session of its own.', ...notes]),
      alone: importTwinAlone(sessions, twin),
      cellName: twin.cellName,
    };
  try {
    const recordingId = recordingOfTwin(held, twin);
    held.addTwin(recordingId, twin);
    return { report: report(1, null, [`It stands beside recording ${recordingId}.`, ...notes]), alone: null, cellName: null };
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'not-found') throw error;
    return nothing('the session does not hold the recording that it was inferred from; import the twin by itself');
  }
}

/** The twin, or what is wrong with its file. */
function readTwin(path: string, file: string): Twin | string {
  if (statSync(path).size > LONGEST) return `the file has more than ${LONGEST / 1e6} MB; no twin has`;
  try {
    return parseKnownTwin(readFileSync(path, 'utf8'), file);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
