import type { CheckedSession } from '../../shared/store/messages.ts';
import { readOverview } from './derived-tables.ts';
import type { DamagedChunk } from './read-samples.ts';
import { recordingRows, rowProblem } from './recording-table.ts';
import type { OpenedRecording } from './session-contents.ts';
import type { RecordingRow } from './session-rows.ts';
import { SessionReader } from './session-reader.ts';
import { StorageError, guardedRead } from './storage-error.ts';
import type { Steps } from './steps.ts';

/** Without the table of chunks: it is read completely, each chunk by its checksum. */
const SMALL_TABLES_1 = ['session', 'recording', 'event', 'gap', 'twin'];
const SMALL_TABLES = [...SMALL_TABLES_1, 'overview', 'beat'];

/** Most damages of one kind that are listed one by one. */
const MOST_LISTED = 100;

/**
 * Verifies everything in a session: the tables of the file, its log, every row, chunk and twin.
 * @throws StorageError when it cannot be read as a session at all
 */
export function* checkSessionSteps(path: string): Steps<CheckedSession> {
  const session = SessionReader.open(path);
  try {
    const damage: string[] = session.notice === null ? [] : [session.notice];
    for (const table of session.layout >= 2 ? SMALL_TABLES : SMALL_TABLES_1) note(damage, () => checkTable(session, table, damage));
    yield 0.1;
    note(damage, () => {
      const { damage: found } = session.summary();
      if (found !== null && found !== session.notice) damage.push(found);
    });
    const rows = notedOr(damage, [], () =>
      guardedRead('Listing recordings', path, () => recordingRows(session.connection, session.layout)),
    );
    const recordings: CheckedSession['recordings'][number][] = [];
    for (const [i, row] of rows.entries()) {
      const checking = checkRecording(session, row);
      let step = checking.next();
      for (; step.done !== true; step = checking.next()) yield 0.1 + (0.9 * (i + step.value)) / rows.length;
      recordings.push(step.value);
      yield 0.1 + 0.9 * ((i + 1) / rows.length);
    }
    const twins = notedOr(damage, [], () => session.listTwins());
    for (const { twinId } of twins) note(damage, () => void session.getTwin(twinId));
    const unique = [...new Set(damage)];
    return {
      file: path,
      layout: session.layout,
      intact: unique.length === 0 && recordings.every((recording) => recording.damage.length === 0),
      recordings,
      twins: twins.length,
      damage: unique,
    };
  } finally {
    session.close();
  }
}

/** Yields the share of the recording that is verified. */
function* checkRecording(session: SessionReader, row: RecordingRow): Steps<CheckedSession['recordings'][number]> {
  const found: string[] = [];
  const problem = rowProblem(row, session.layout);
  if (problem !== null) found.push(`Recording ${row.id}: ${problem}.`);
  note(found, () => void session.recordingMeta(row.id));
  note(found, () => void session.readEvents(row.id));
  const opened = notedOr(found, null, () => guardedRead('Reading a recording', session.path, () => session.openRecording(row.id)));
  if (opened !== null) {
    note(found, () => {
      const lacking = guardedRead('Checking a recording', session.path, () => session.lackingEntries(opened));
      if (lacking !== null) found.push(`Recording ${row.id}: ${lacking}.`);
    });
    note(found, () => {
      if (guardedRead('Checking an overview', session.path, () => hasDamagedOverview(session, opened)))
        found.push(`The overview of recording ${row.id} is damaged; it is not used.`);
    });
    try {
      const verify = session.verifySteps(row.id);
      let step = verify.next();
      for (; step.done !== true; step = verify.next()) yield step.value;
      found.push(...chunkDamage(step.value).slice(0, MOST_LISTED));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      found.push(error.message);
    }
    // Samples that are in no chunk and in no gap.
    if (found.length === 0) note(found, () => session.assertWhole(row.id));
  }
  return {
    recordingId: row.id,
    samples: opened?.state.span ?? 0,
    lost: opened?.state.lost ?? 0,
    status: opened?.state.status ?? row.status,
    damage: [...new Set(found)],
  };
}

function hasDamagedOverview({ connection: db, layout }: SessionReader, { row, state }: OpenedRecording): boolean {
  if (layout < 2) return false;
  const folds = db.prepare('SELECT fold FROM overview WHERE recording_id = ? LIMIT 2').all(row.id) as { fold: number }[];
  return folds.some(({ fold }) => readOverview(db, row.id, state.span, fold) === null);
}

/** One sentence for neighbouring chunks with the same damage. */
function chunkDamage(damaged: readonly DamagedChunk[]): string[] {
  const runs: { readonly first: DamagedChunk; last: DamagedChunk }[] = [];
  for (const chunk of damaged) {
    const run = runs.at(-1);
    if (run !== undefined && run.last.seq + 1 === chunk.seq && run.last.problem === chunk.problem) run.last = chunk;
    else runs.push({ first: chunk, last: chunk });
  }
  return runs.map(({ first, last }) => {
    const which = first === last ? `Chunk ${first.seq}` : `Chunks ${first.seq} to ${last.seq}`;
    return `${which} (samples ${first.firstSample} to ${last.firstSample + last.n - 1}): ${first.problem}.`;
  });
}

function checkTable(session: SessionReader, table: string, damage: string[]): void {
  const found = guardedRead(
    'Checking a session',
    session.path,
    () => session.connection.pragma(`quick_check('${table}')`) as { quick_check: string }[],
  );
  if (found[0]?.quick_check !== 'ok') damage.push(`SQLite finds the table "${table}" damaged: ${found[0]?.quick_check ?? 'no answer'}.`);
}

function note(damage: string[], work: () => void): void {
  notedOr(damage, undefined, work);
}

/** The result of the work; where it fails, the damage is noted. */
function notedOr<T>(damage: string[], otherwise: T, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    damage.push(error.message);
    return otherwise;
  }
}
