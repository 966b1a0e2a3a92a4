import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { RecordingSummary, SessionDetail, SessionSummary } from '../../shared/contract/schemas.ts';
import type { Samples } from './chunk.ts';
import type { NewRecording, RecordingDevice, RecordingEnd, RecordingEvent, RecordingGap } from './new-recording.ts';
import { openDatabase } from './open-database.ts';
import { damagedChunks, readSamples, sampleSpan, type DamagedChunk } from './read-samples.ts';
import { recordedBeat } from './recorded-beat.ts';
import { insertChunk, insertRecording, metaOf, parseColumn, type RecordingMetadata } from './recording-table.ts';
import type { GapRow, RecordingRow, SessionRow } from './session-rows.ts';
import { StorageError, guarded } from './storage-error.ts';
import { insertTwin, listTwins, readTwin, type StoredTwin } from './twin-table.ts';
import { isWriting } from './writer-process.ts';

export interface NewSession {
  readonly cellName: string;
  readonly notes?: string;
  /** ISO 8601, UTC; now when absent. */
  readonly createdAt?: string;
}

/** A cell that was free for less cannot be said to rest. */
const LONG_ENOUGH_MS = 2000;

/**
 * One session: one cell, its recordings and twins, in one SQLite file. Every call is synchronous and durable when it
 * returns. A recording that was being written when its program died is marked 'interrupted' at the next open.
 * Layout: docs/session-format.md.
 */
export class SessionFile {
  readonly path: string;
  /** What the session says it is; a copy of the file says the same. */
  readonly id: string;
  readonly #db: Database.Database;
  readonly #beats = new Map<number, RecordingSummary['beat']>();

  static create(path: string, session: NewSession): SessionFile {
    const db = openDatabase(path, 'create');
    guarded('Creating a session', path, () =>
      db
        .prepare('INSERT INTO session (id, cell_name, created_at, notes, simulated) VALUES (?, ?, ?, ?, 0)')
        .run(randomUUID(), session.cellName, session.createdAt ?? new Date().toISOString(), session.notes ?? ''),
    );
    return new SessionFile(path, db);
  }

  static open(path: string): SessionFile {
    const session = new SessionFile(path, openDatabase(path, 'open'));
    session.#markInterrupted();
    return session;
  }

  private constructor(path: string, db: Database.Database) {
    this.path = path;
    this.#db = db;
    this.id = this.#sessionRow().id;
  }

  /** The SQLite connection itself, for maintenance and tests; samples and twins go through the methods below. */
  get connection(): Database.Database {
    return this.#db;
  }

  /** Name of the file: what tells this session from a copy of it in the same folder. */
  get key(): string {
    return basename(this.path);
  }

  close(): void {
    this.#db.close();
  }

  /**
   * Starts a recording and answers its id.
   * @throws StorageError 'busy' while another recording of this session is being written
   */
  beginRecording(recording: NewRecording): number {
    return this.#guarded('Starting a recording', () =>
      this.#db.transaction(() => {
        const running = this.#recordingRows().find((row) => this.#isBeingWritten(row));
        if (running) {
          throw new StorageError('busy', `Recording ${running.id} of ${this.path} is still being written. Stop it before starting another.`);
        }
        const recordingId = insertRecording(this.#db, recording);
        if (recording.device.simulated) this.#db.prepare('UPDATE session SET simulated = 1').run();
        return recordingId;
      })(),
    );
  }

  /** Stores samples; on return they are on the disk. Chunks come in order and never overlap. */
  appendChunk(recordingId: number, firstSample: number, voltageMv: Float32Array, currentPa: Float32Array): void {
    const n = voltageMv.length;
    if (n === 0 || currentPa.length !== n) {
      throw new StorageError('refused', `Storing samples: expected as many voltages as currents and at least one, got ${n} and ${currentPa.length}.`);
    }
    this.#guarded('Storing samples', () => {
      insertChunk(this.#db, recordingId, firstSample, voltageMv, currentPa);
    });
  }

  appendEvent(recordingId: number, event: RecordingEvent): void {
    this.#guarded('Storing an event', () =>
      this.#db
        .prepare('INSERT INTO event (recording_id, sample, code, name, argument) VALUES (?, ?, ?, ?, ?)')
        .run(recordingId, event.sample, event.code, event.name, event.argument),
    );
  }

  appendGap(recordingId: number, gap: RecordingGap): void {
    this.#guarded('Storing a gap', () =>
      this.#db
        .prepare('INSERT INTO gap (recording_id, first_sample, n, reason) VALUES (?, ?, ?, ?)')
        .run(recordingId, gap.firstSample, gap.n, gap.reason),
    );
  }

  endRecording(recordingId: number, status: RecordingEnd): void {
    this.#guarded('Ending a recording', () => {
      const { changes } = this.#db.prepare("UPDATE recording SET status = ? WHERE id = ? AND status = 'recording'").run(status, recordingId);
      if (changes !== 1) throw new StorageError('refused', `Recording ${recordingId} is not running; it cannot end as "${status}".`);
    });
  }

  /** Samples [from, to), by default all; NaN in gaps. @throws StorageError 'damaged', never a wrong sample. */
  readSamples(recordingId: number, from = 0, to?: number): Samples {
    return this.#guarded('Reading samples', () => {
      this.#recordingRow(recordingId);
      const span = sampleSpan(this.#db, recordingId);
      const end = Math.min(span, to ?? span);
      if (!(from >= 0) || from > end) {
        throw new StorageError('not-found', `Recording ${recordingId} has samples 0 to ${span - 1}; asked for ${from} to ${end - 1}.`);
      }
      return readSamples(this.#db, recordingId, from, end);
    });
  }

  /** Checks all samples; empty when the recording is intact. */
  verify(recordingId: number): DamagedChunk[] {
    return this.#guarded('Checking a recording', () => damagedChunks(this.#db, recordingId));
  }

  readEvents(recordingId: number): RecordingEvent[] {
    const rows = this.#guarded('Reading events', () =>
      this.#db.prepare('SELECT sample, code, name, argument FROM event WHERE recording_id = ? ORDER BY sample, id').all(recordingId),
    ) as RecordingEvent[];
    return rows.map(({ sample, code, name, argument }) => ({ sample, code, name, argument }));
  }

  readGaps(recordingId: number): RecordingGap[] {
    const rows = this.#guarded('Reading gaps', () =>
      this.#db.prepare('SELECT first_sample, n, reason FROM gap WHERE recording_id = ? ORDER BY first_sample').all(recordingId),
    ) as GapRow[];
    return rows.map((row) => ({ firstSample: row.first_sample, n: row.n, reason: row.reason }));
  }

  listRecordings(): RecordingSummary[] {
    return this.#guarded('Listing recordings', () => this.#recordingRows().map((row) => this.#summariseRecording(row)));
  }

  /** Everything stored about a recording but its samples. */
  recordingMeta(recordingId: number): RecordingMetadata {
    const row = this.#guarded('Reading a recording', () => this.#recordingRow(recordingId));
    return metaOf(row, this.path);
  }

  /**
   * A voltage-clamp recording with its current per capacitance, as inference takes it.
   * @throws StorageError when the kind, the capacitance or samples are not there
   */
  toVoltageClampRecording(recordingId: number): VoltageClampRecording {
    const meta = this.recordingMeta(recordingId);
    const refuse = (why: string): StorageError => new StorageError('refused', `Recording ${recordingId} cannot be used for a twin: ${why}`);
    const protocol = meta.protocolRealised ?? meta.protocolRequested;
    if (meta.kind !== 'voltage-clamp' || !protocol) throw refuse(`expected a voltage-clamp run of a protocol, got a ${meta.kind} recording.`);
    const capacitancePf = meta.conditions.membraneCapacitancePf;
    if (capacitancePf === undefined || !(capacitancePf > 0)) {
      throw refuse('its membrane capacitance is unknown. Run the membrane test before recording, or import it with a capacitance.');
    }
    const lost = this.readGaps(recordingId).reduce((sum, gap) => sum + gap.n, 0);
    if (lost > 0) throw refuse(`${lost} samples were lost. Record the protocol again.`);
    const { voltageMv, currentPa } = this.readSamples(recordingId);
    return {
      sampleRateHz: meta.sampleRateHz,
      commandMv: voltageMv,
      currentPaPf: currentPa.map((picoampere) => picoampere / capacitancePf),
      protocol,
      conditions: { ...meta.conditions, freeAfterProtocol: this.#freeAfter(recordingId, meta.device.port), ...this.#freeBeat(recordingId) },
      simulated: meta.device.simulated,
    };
  }

  /** What comes from a file has no port, and nobody knows in which order it was recorded. */
  #freeAfter(recordingId: number, port: string): boolean {
    const after = this.listRecordings().find((recording) => recording.recordingId > recordingId);
    return port !== '' && after?.kind === 'spontaneous';
  }

  /** Of the first free recording after this one, or else the last before it. */
  #freeBeat(recordingId: number): Partial<Pick<RecordingConditions, 'freeBeat'>> {
    const free = this.listRecordings().filter(({ kind, beat }) => kind === 'spontaneous' && beat !== null && beat.voltageMv.length * beat.dtMs >= LONG_ENOUGH_MS);
    const beat = (free.find((recording) => recording.recordingId > recordingId) ?? free.at(-1))?.beat;
    return beat ? { freeBeat: { outcome: beat.outcome, features: beat.features } } : {};
  }

  addTwin(recordingId: number, twin: Twin): number {
    return this.#guarded('Storing a twin', () => {
      this.#recordingRow(recordingId);
      return insertTwin(this.#db, recordingId, twin);
    });
  }

  getTwin(twinId: number): StoredTwin {
    return this.#guarded('Reading a twin', () => readTwin(this.#db, twinId, this.path));
  }

  listTwins(): SessionDetail['twinList'] {
    return this.#guarded('Listing twins', () => listTwins(this.#db));
  }

  summary(): SessionSummary {
    return this.#guarded('Reading a session', () => {
      const row = this.#sessionRow();
      const count = (table: 'recording' | 'twin'): number =>
        (this.#db.prepare(`SELECT count(*) AS total FROM ${table}`).get() as { total: number }).total;
      return {
        sessionKey: this.key,
        file: this.path,
        cellName: row.cell_name,
        createdAt: row.created_at,
        simulated: row.simulated === 1,
        recordings: count('recording'),
        twins: count('twin'),
        problem: null,
      };
    });
  }

  detail(): SessionDetail {
    return {
      ...this.summary(),
      notes: this.#sessionRow().notes,
      recordingList: this.listRecordings(),
      twinList: this.listTwins(),
    };
  }

  #guarded<T>(doing: string, work: () => T): T {
    return guarded(doing, this.path, work);
  }

  #sessionRow(): SessionRow {
    const row = guarded('Reading a session', this.path, () =>
      this.#db.prepare('SELECT id, cell_name, created_at, notes, simulated FROM session').get(),
    ) as SessionRow | undefined;
    if (!row) throw new StorageError('damaged', `${this.path} holds no session record; creating it was cut off. Delete the file.`);
    return row;
  }

  #recordingRows(): RecordingRow[] {
    return this.#db.prepare('SELECT * FROM recording ORDER BY id').all() as RecordingRow[];
  }

  #recordingRow(recordingId: number): RecordingRow {
    const row = this.#db.prepare('SELECT * FROM recording WHERE id = ?').get(recordingId) as RecordingRow | undefined;
    if (!row) throw new StorageError('not-found', `Recording ${recordingId} is not in ${this.path}.`);
    return row;
  }

  #isBeingWritten(row: RecordingRow): boolean {
    if (row.status !== 'recording') return false;
    const chunk = this.#db.prepare('SELECT max(written_ms) AS last FROM chunk WHERE recording_id = ?').get(row.id) as { last: number | null };
    return isWriting({ pid: row.writer_pid, host: row.writer_host, lastWriteMs: chunk.last ?? row.begun_ms }, Date.now());
  }

  #markInterrupted(): void {
    this.#guarded('Opening a session', () => {
      for (const row of this.#recordingRows()) {
        if (row.status === 'recording' && !this.#isBeingWritten(row)) {
          this.#db.prepare("UPDATE recording SET status = 'interrupted' WHERE id = ? AND status = 'recording'").run(row.id);
        }
      }
    });
  }

  #summariseRecording(row: RecordingRow): RecordingSummary {
    const device = parseColumn<RecordingDevice>(row, 'device', this.path);
    return {
      recordingId: row.id,
      kind: row.kind,
      // The contract's schema knows mutable lists; the value is fresh from JSON, so nobody shares it.
      protocol: parseColumn<RecordingSummary['protocol']>(row, row.protocol_realised === null ? 'protocol_requested' : 'protocol_realised', this.path),
      sampleRateHz: row.sample_rate_hz,
      samples: sampleSpan(this.#db, row.id),
      lostSamples: this.readGaps(row.id).reduce((sum, gap) => sum + gap.n, 0),
      startedAt: row.started_at,
      status: row.status,
      device: [device.name, device.firmware, device.serial].filter((part) => part !== '').join(' '),
      simulated: device.simulated,
      conditions: parseColumn<Record<string, number>>(row, 'conditions', this.path),
      beat: row.kind === 'spontaneous' && row.status !== 'recording' ? this.#beatOf(row) : null,
    };
  }

  #beatOf(row: RecordingRow): RecordingSummary['beat'] {
    const known = this.#beats.get(row.id);
    if (known !== undefined) return known;
    // A damaged recording is listed without beats; reading its trace tells the damage.
    const intact = damagedChunks(this.#db, row.id).length === 0;
    const beat = intact ? recordedBeat(this.readSamples(row.id).voltageMv, row.sample_rate_hz) : null;
    this.#beats.set(row.id, beat);
    return beat;
  }
}
