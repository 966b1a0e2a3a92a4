import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { assertCorrection, type Correction } from '../../core/trace/correction.ts';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { CORRECTIONS_SINCE, insertCorrection } from './correction-table.ts';
import { countEntries, insertEvent, insertGap } from './entry-tables.ts';
import { NEWEST_VERSION, readPragma } from './migrations.ts';
import type { NewRecording, RecordingEnd, RecordingEvent, RecordingGap } from './new-recording.ts';
import { openDatabase, type OwnerOptions } from './open-database.ts';
import { storeEnd } from './end-recording.ts';
import { insertChunk, insertRecording, recordingRows, updateClamp, updateRealised } from './recording-table.ts';
import { writerOf } from './recording-state.ts';
import { textCrc32 } from './row-crc.ts';
import { sealRow } from './seal-row.ts';
import { SessionReader } from './session-reader.ts';
import { StorageError, asStorageError, guarded } from './storage-error.ts';
import type { Steps } from './steps.ts';
import { syncFolder } from '../../node/files/index.ts';
import { insertTwin } from './twin-table.ts';
import { readLogMark } from './write-ahead-log.ts';

export interface NewSession {
  readonly cellName: string;
  readonly notes?: string;
  /** ISO 8601, UTC; now when absent. */
  readonly createdAt?: string;
}

/** What this process knows about a recording that it writes. */
interface Running {
  readonly seed: number;
  /** Events and gaps stored so far; null in layout 1. */
  readonly entries: number | null;
}

/** Closing waits at most this long for readers, so that the file can come to rest, ms. */
const REST_TIMEOUT_MS = 200;

/**
 * A session for its owner: the program that records, imports or adds a twin. Every call is synchronous and durable when it returns.
 * A recording whose program is known to be dead is marked 'interrupted' at the next open by an owner. A program that only reads uses
 * a SessionReader.
 */
export class SessionFile extends SessionReader {
  readonly #running = new Map<number, Running>();
  /** A transaction of inOneCommit() is open. */
  #committing = false;

  /** @throws StorageError 'refused' when the file exists, 'disk-full', 'io' */
  static create(path: string, session: NewSession, options: OwnerOptions = {}): SessionFile {
    const db = openDatabase(path, 'create', options);
    return closedOnFailure(db, path, 'Creating a session', () => {
      const { lastInsertRowid } = db
        .prepare('INSERT INTO session (id, cell_name, created_at, notes, simulated) VALUES (?, ?, ?, ?, 0)')
        .run(randomUUID(), session.cellName, session.createdAt ?? new Date().toISOString(), session.notes ?? '');
      sealRow(db, 'session', Number(lastInsertRowid));
      markLog(db, path);
      syncFolder(dirname(path));
      return new SessionFile(path, db, NEWEST_VERSION);
    });
  }

  /** The file keeps its layout; in an older one twins can be stored, recordings cannot. */
  static override open(path: string, options: OwnerOptions = {}): SessionFile {
    const db = openDatabase(path, 'open', options);
    return closedOnFailure(db, path, 'Opening a session', () => {
      const layout = readPragma(db, 'user_version');
      const session = new SessionFile(path, db, layout);
      if (layout >= 2) markLog(db, path);
      session.#markInterrupted();
      return session;
    });
  }

  private constructor(path: string, db: Database.Database, layout: number) {
    super(path, db, layout, null, () => comeToRest(db));
  }

  /**
   * Moves the contents of the log into the file, so that the file alone is the session. With a reader in the way the rest is left for the
   * next time.
   */
  checkpoint(): void {
    try {
      this.connection.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      if (!isBusy(error)) throw asStorageError('Storing samples', this.path, error);
    }
  }

  /**
   * Starts a recording and returns its id.
   * @throws StorageError 'busy' while another recording of this session is being written, 'refused' in a file of an older layout
   */
  beginRecording(recording: NewRecording): number {
    if (this.layout < NEWEST_VERSION) {
      throw new StorageError(
        'refused',
        `${this.path} is of layout ${this.layout}, which stores less about a recording than is needed now. Record into a new ` +
          `session, or bring it to layout ${NEWEST_VERSION} with "session migrate".`,
      );
    }
    return this.#write('Starting a recording', () => {
      const running = recordingRows(this.connection, this.layout).find((row) => row.status === 'recording' && writerOf(row) !== 'dead');
      if (running) {
        const where = writerOf(running) === 'unknown' ? ` by another computer (${running.writer_host})` : '';
        throw new StorageError(
          'busy',
          `Recording ${running.id} of ${this.path} is still being written${where}. Stop it before starting another, or record ` +
            `into a new session.`,
        );
      }
      const seed = textCrc32(this.id);
      const recordingId = insertRecording(this.connection, recording, seed);
      this.connection.exec(`UPDATE session SET recordings = recordings + 1${recording.device.simulated ? ', simulated = 1' : ''}`);
      sealSession(this.connection);
      this.#running.set(recordingId, { seed, entries: 0 });
      return recordingId;
    });
  }

  /** Stores samples; on return they are on the disk. Chunks come in order and never overlap. */
  appendChunk(recordingId: number, firstSample: number, voltageMv: Float32Array, currentPa: Float32Array): void {
    const n = voltageMv.length;
    if (n === 0 || currentPa.length !== n) {
      throw new StorageError(
        'refused',
        `Storing samples: expected as many voltages as currents and at least one, got ${n} and ${currentPa.length}.`,
      );
    }
    const { seed, entries } = this.#runningOf(recordingId);
    guarded('Storing samples', this.path, () =>
      insertChunk(this.connection, { recordingId, firstSample, voltageMv, currentPa, entries, seed }),
    );
  }

  appendEvent(recordingId: number, event: RecordingEvent): void {
    const running = this.#runningOf(recordingId);
    this.#write('Storing an event', () => insertEvent(this.connection, this.layout, recordingId, event));
    this.#count(recordingId, running);
  }

  appendGap(recordingId: number, gap: RecordingGap): void {
    const running = this.#runningOf(recordingId);
    this.#write('Storing a gap', () => insertGap(this.connection, this.layout, recordingId, gap));
    this.#count(recordingId, running);
  }

  /**
   * What a running recording plays, in the place of what it began with: the rests between downloads are known only when they are over.
   * @throws StorageError 'refused' where it is not running
   */
  reviseRealised(recordingId: number, protocol: Protocol, expectedSamples: number): void {
    this.#runningOf(recordingId);
    this.#write('Storing the protocol', () => updateRealised(this.connection, recordingId, protocol, expectedSamples));
  }

  /**
   * What the clamp of a running recording was worth, with what is stored of its settings.
   * @throws StorageError 'refused' where it is not running
   */
  keepClamp(recordingId: number, clamp: LastClamp): void {
    this.#runningOf(recordingId);
    this.#write('Storing what a clamp was worth', () => updateClamp(this.connection, recordingId, clamp));
  }

  /**
   * Ends a recording and returns the status it was stored with: 'complete' with fewer samples than expected is
   * 'interrupted', and the missing part a gap.
   */
  endRecording(recordingId: number, status: RecordingEnd): RecordingEnd {
    return this.#write('Ending a recording', () => {
      const stored = storeEnd(this, recordingId, status);
      this.#running.delete(recordingId);
      return stored;
    });
  }

  /** Stores all that `work` appends in one commit, or nothing where it throws. */
  inOneCommit(work: () => void): void {
    try {
      this.#write('Storing samples', () => {
        this.#committing = true;
        work();
      });
    } catch (error) {
      // The counts were rolled back too; they are read from the file again.
      this.#running.clear();
      throw error;
    } finally {
      this.#committing = false;
    }
  }

  /** The same for long work in steps, between which others may have their turn. Ended before its end it leaves nothing. */
  *stepsInOneCommit<T>(work: () => Steps<T>): Steps<T> {
    guarded('Storing samples', this.path, () => this.connection.exec('BEGIN IMMEDIATE'));
    this.#committing = true;
    let whole = false;
    try {
      const result = yield* work();
      guarded('Storing samples', this.path, () => this.connection.exec('COMMIT'));
      whole = true;
      return result;
    } finally {
      this.#committing = false;
      if (!whole) {
        this.#running.clear();
        if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      }
    }
  }

  /** A recording that has ended turns out not to be whole when it is read back: it is not complete. */
  takeBackComplete(recordingId: number): void {
    this.#write('Ending a recording', () => {
      this.connection.prepare("UPDATE recording SET status = 'interrupted' WHERE id = ? AND status = 'complete'").run(recordingId);
      sealRow(this.connection, 'recording', recordingId);
    });
  }

  /** Gives the cell another name. */
  rename(cellName: string): void {
    this.#write('Renaming a session', () => {
      this.connection.prepare('UPDATE session SET cell_name = ?').run(cellName);
      if (this.layout >= 2) sealSession(this.connection);
    });
  }

  /** Gives the cell other notes. */
  describe(notes: string): void {
    this.#write('Storing notes', () => {
      this.connection.prepare('UPDATE session SET notes = ?').run(notes);
      if (this.layout >= 2) sealSession(this.connection);
    });
  }

  /** Stores a twin beside its recording and answers its id; the file stays in its layout. */
  addTwin(recordingId: number, twin: Twin): number {
    return this.#write('Storing a twin', () => {
      this.openRecording(recordingId);
      const twinId = insertTwin(this.connection, this.layout, recordingId, twin);
      if (this.layout >= 2) {
        this.connection.exec('UPDATE session SET twins = twins + 1');
        sealSession(this.connection);
      }
      return twinId;
    });
  }

  /**
   * Adds a correction of a recording's conditions; what it was before stays in the file.
   * @throws StorageError 'refused' in a file of an older layout
   */
  correct(recordingId: number, correction: Correction): void {
    if (this.layout < CORRECTIONS_SINCE)
      throw new StorageError(
        'refused',
        `${this.path} is of layout ${this.layout}, which holds no corrections. ` +
          `Bring it to layout ${NEWEST_VERSION} with "session migrate".`,
      );
    const changes = assertCorrection(correction.changes);
    this.#write('Storing a correction', () => {
      this.openRecording(recordingId);
      insertCorrection(this.connection, recordingId, { ...correction, changes });
    });
  }

  #write<T>(doing: string, work: () => T): T {
    // Not every binding nests transactions.
    if (this.#committing) return guarded(doing, this.path, work);
    // The write lock from the start: a transaction that begins as a reader may find that another has written in between.
    return guarded(doing, this.path, () => this.connection.transaction(work).immediate());
  }

  #count(recordingId: number, { seed, entries }: Running): void {
    this.#running.set(recordingId, { seed, entries: entries === null ? null : entries + 1 });
  }

  /** Also of a recording that another connection of this process began. */
  #runningOf(recordingId: number): Running {
    const known = this.#running.get(recordingId);
    if (known !== undefined) return known;
    return guarded('Storing samples', this.path, () => {
      const [row] = recordingRows(this.connection, this.layout, recordingId);
      if (row?.status !== 'recording')
        throw new StorageError('refused', `Recording ${recordingId} is not running; nothing can be added to it.`);
      const running = { seed: row.seed ?? 0, entries: this.layout >= 2 ? countEntries(this.connection, recordingId) : null };
      this.#running.set(recordingId, running);
      return running;
    });
  }

  #markInterrupted(): void {
    for (const row of recordingRows(this.connection, this.layout)) {
      if (row.status === 'recording' && writerOf(row) === 'dead') this.endRecording(row.id, 'interrupted');
    }
  }
}

function closedOnFailure<T>(db: Database.Database, path: string, doing: string, work: () => T): T {
  try {
    return guarded(doing, path, work);
  } catch (error) {
    db.close();
    throw error;
  }
}

function sealSession(db: Database.Database): void {
  const { id } = db.prepare('SELECT rowid AS id FROM session').get() as { id: number };
  sealRow(db, 'session', id);
}

/** Writes into the session which log is its own, and moves all of it into the file: SQLite begins a log with the first entry. */
function markLog(db: Database.Database, path: string): void {
  db.exec('UPDATE session SET log_mark = log_mark');
  const mark = readLogMark(path);
  db.transaction(() => {
    db.prepare('UPDATE session SET log_mark = ?').run(mark ?? 0);
    sealSession(db);
  }).immediate();
  db.pragma('wal_checkpoint(PASSIVE)');
}

/**
 * A session at rest is one file without a log: it can be read where nothing can be written. While another connection has it open it keeps
 * its log. The log is never emptied under that connection: it would begin the next one with salts by chance (SQLite's wal.c, WalFrames),
 * and a log without the session's row and with another mark is taken for that of another session.
 */
function comeToRest(db: Database.Database): void {
  try {
    db.pragma(`busy_timeout = ${REST_TIMEOUT_MS}`);
    db.pragma('wal_checkpoint(PASSIVE)');
    // Reads the first page anew: leaving the log mode writes it as this connection knows it, with the pages that it counted then.
    db.exec('BEGIN IMMEDIATE');
    db.exec('COMMIT');
    db.pragma('journal_mode = DELETE');
  } catch (error) {
    // The log stays beside the file and is read with it; nothing is lost.
    if (!/^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY)/.test((error as { code?: string }).code ?? '')) throw error;
  } finally {
    db.close();
  }
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test((error as { code?: string }).code ?? '');
}
