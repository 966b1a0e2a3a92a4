import { basename } from 'node:path';
import { shortMessage } from '../../../core/text/short-message.ts';
import type { ImportedFileReport, StoredIntake } from '../../../shared/store/import-report.ts';
import { SessionReader } from '../session-reader.ts';
import { StorageError } from '../storage-error.ts';
import type { Steps } from '../steps.ts';
import { copySessionSteps } from '../upkeep/copy-session.ts';
import type { CellTarget } from './cell-target.ts';

/**
 * Takes the recordings and twins of a session into another one, or a new one of its name. It is read where it lies and stays as it is.
 * @returns what became of it; a session that is damaged or of another kind of cell is left out with the reason
 */
export function* takeInSession(
  path: string,
  asked: boolean,
  cellName: string | undefined,
  target: CellTarget,
  stored: StoredIntake[],
): Steps<ImportedFileReport> {
  const file = basename(path);
  const report = (used: number, why: string | null, notes: readonly string[] = []): ImportedFileReport => {
    return { file, format: 'TwinClamp session', used, unused: why === null ? [] : [{ what: 'The session', why }], notes, asked };
  };
  if (!asked) return report(0, 'sessions in a folder are opened in place or imported by name, not with its recordings');
  let source: SessionReader | null = null;
  try {
    source = SessionReader.open(path);
    const of = source.detail();
    const why = refusalOf(of, target);
    if (why !== null) return report(0, why);
    const notes = [of.notes, `Imported from ${file}.`].filter(Boolean).join('\n');
    const session = target.session({ cellName: cellName ?? of.cellName, createdAt: of.createdAt, notes });
    const before = new Set(session.listRecordings().map(({ recordingId }) => recordingId));
    const copy = (): ReturnType<typeof copySessionSteps> => copySessionSteps(source!, session, 'refuse');
    const { twins, once } = target.isThere ? yield* session.stepsInOneCommit(copy) : yield* copy();
    for (const { recordingId, kind, sampleRateHz, samples } of session.listRecordings()) {
      if (before.has(recordingId)) continue;
      stored.push({ recordingId, file, name: null, kind, sampleRateHz, samples, command: null, remarks: [], offers: [] });
    }
    return report(of.recordings - once.length, null, [
      ...(twins === 0 ? [] : [`${twins} ${twins === 1 ? 'twin' : 'twins'} came with it.`]),
      ...once.map(shortMessage),
    ]);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code === 'cancelled') throw error;
    // A new session is of this one alone.
    target.abandon();
    return report(0, shortMessage(error.message));
  } finally {
    source?.close();
  }
}

function refusalOf(of: ReturnType<SessionReader['detail']>, target: CellTarget): string | null {
  if (of.recordings === 0) return 'it holds no recording';
  const { held } = target;
  if (held === null) return null;
  const there = held.detail();
  if (there.recordings > 0 && there.simulated !== of.simulated)
    return `it is of a ${of.simulated ? 'simulated' : 'living'} cell and the session of a ${there.simulated ? 'simulated' : 'living'} one`;
  const same = of.recordingList.every((one) =>
    there.recordingList.some((other) => other.startedAt === one.startedAt && other.kind === one.kind && other.samples === one.samples),
  );
  return same ? 'the session has its recordings already' : null;
}
