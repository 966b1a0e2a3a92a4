import { readOverview } from './derived-tables.ts';
import { damagedChunks } from './read-samples.ts';
import { rowProblem } from './recording-table.ts';
import { recordingRows } from './recording-table.ts';
import { SessionReader } from './session-reader.ts';
import { StorageError } from './storage-error.ts';
import type { Steps } from './steps.ts';

export interface SessionCheck {
  readonly file: string;
  readonly layout: number;
  readonly intact: boolean;
  readonly recordings: readonly { readonly recordingId: number; readonly samples: number; readonly lost: number; readonly status: string; readonly damage: readonly string[] }[];
  readonly twins: number;
  /** What is damaged of the file beyond its recordings. */
  readonly damage: readonly string[];
}

/** Most damages of one kind that are told one by one. */
const MOST_TOLD = 100;

/**
 * Verifies everything a session holds: the tables of the file, its log, every row, chunk and twin.
 * @throws StorageError when it cannot be read as a session at all
 */
export function* checkSessionSteps(path: string): Steps<SessionCheck> {
  const session = SessionReader.open(path);
  try {
    const damage: string[] = session.notice === null ? [] : [session.notice];
    told(damage, () => {
      const broken = session.connection.prepare('SELECT * FROM pragma_quick_check(20)').all() as { quick_check: string }[];
      if (broken[0]?.quick_check !== 'ok') damage.push(`SQLite finds the file damaged: ${broken.map(({ quick_check: what }) => what).join('; ')}.`);
    });
    yield 0.1;
    told(damage, () => {
      const { damage: found } = session.summary();
      if (found !== null && found !== session.notice) damage.push(found);
    });
    const rows = toldOr(damage, [], () => recordingRows(session.connection, session.layout));
    const recordings: SessionCheck['recordings'][number][] = [];
    for (const [i, row] of rows.entries()) {
      const found: string[] = [];
      const problem = rowProblem(row, session.layout);
      if (problem !== null) found.push(`Recording ${row.id}: ${problem}.`);
      told(found, () => void session.recordingMeta(row.id));
      told(found, () => void session.readEvents(row.id));
      const opened = toldOr(found, null, () => session.openRecording(row.id));
      if (opened !== null) {
        const lacking = session.lackingEntries(opened);
        if (lacking !== null) found.push(`Recording ${row.id}: ${lacking}.`);
        told(found, () => {
          for (const { seq, firstSample, n, problem: why } of damagedChunks(opened.source).slice(0, MOST_TOLD)) found.push(`Chunk ${seq} (samples ${firstSample} to ${firstSample + n - 1}): ${why}.`);
          const has = session.layout >= 2 && session.connection.prepare('SELECT 1 AS one FROM overview WHERE recording_id = ?').get(row.id) !== undefined;
          if (has && readOverview(session.connection, row.id, opened.state.span) === null) found.push(`The overview of recording ${row.id} is damaged; it is not used.`);
        });
        yield 0.1 + 0.9 * ((i + 0.5) / rows.length);
        if (found.length === 0) told(found, () => session.samplePieces(row.id).next());
      }
      recordings.push({ recordingId: row.id, samples: opened?.state.span ?? 0, lost: opened?.state.lost ?? 0, status: opened?.state.status ?? row.status, damage: [...new Set(found)] });
      yield 0.1 + 0.9 * ((i + 1) / rows.length);
    }
    const twins = toldOr(damage, [], () => session.listTwins());
    for (const { twinId } of twins) told(damage, () => void session.getTwin(twinId));
    const unique = [...new Set(damage)];
    return { file: path, layout: session.layout, intact: unique.length === 0 && recordings.every((recording) => recording.damage.length === 0), recordings, twins: twins.length, damage: unique };
  } finally {
    session.close();
  }
}

function told(damage: string[], work: () => void): void {
  toldOr(damage, undefined, work);
}

/** What is read, or what is told of the damage. */
function toldOr<T>(damage: string[], otherwise: T, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    damage.push(error.message);
    return otherwise;
  }
}
