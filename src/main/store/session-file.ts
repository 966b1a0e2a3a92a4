import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { parseTwin, twinToJson } from '../../core/formats/twin-json.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { RecordingSummary, SessionDetail, SessionSummary } from '../../shared/contract/schemas.ts';
import { chunkCrc32, traceBytes, type Samples } from './chunk.ts';
import type { NewRecording, RecordingDevice, RecordingEnd, RecordingEvent, RecordingGap } from './new-recording.ts';
import { openDatabase } from './open-database.ts';
import { damagedChunks, readSamples, sampleSpan, type DamagedChunk } from './read-samples.ts';
import { recordedBeat } from './recorded-beat.ts';
import type { GapRow, JsonColumn, RecordingRow, SessionRow } from './session-rows.ts';
import { StorageError, guarded } from './storage-error.ts';
import { isWriting, thisWriter } from './writer-process.ts';

export interface NewSession {
  readonly cellName: string;
  readonly notes?: string;
  /** ISO 8601, UTC; now when absent. */
  readonly createdAt?: string;
}

/**
 * One session: one cell, its recordings and twins, in one SQLite file. Every call is synchronous and durable when it
 * returns. A recording that was being written when its program died is marked 'interrupted' at the next open.
 * Layout: docs/session-format.md.
 */
export class SessionFile {
  readonly path: string;
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
        const writer = thisWriter();
        const { lastInsertRowid } = this.#db
          .prepare(
            `INSERT INTO recording (kind, protocol_requested, protocol_realised, device, calibration, acquisition, conditions, remarks,
               sample_rate_hz, status, started_at, writer_pid, writer_host, begun_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'recording', ?, ?, ?, ?)`,
          )
          .run(
            recording.kind,
            recording.protocolRequested && JSON.stringify(recording.protocolRequested),
            recording.protocolRealised && JSON.stringify(recording.protocolRealised),
            JSON.stringify(recording.device),
            JSON.stringify(recording.calibration ?? null),
            JSON.stringify(recording.acquisition ?? null),
            JSON.stringify(recording.conditions),
            JSON.stringify(recording.remarks ?? []),
            recording.sampleRateHz,
            recording.startedAt,
            writer.pid,
            writer.host,
            Date.now(),
          );
        if (recording.device.simulated) this.#db.prepare('UPDATE session SET simulated = 1').run();
        return Number(lastInsertRowid);
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
      const last = this.#db
        .prepare('SELECT seq, first_sample + n AS next FROM chunk WHERE recording_id = ? ORDER BY seq DESC LIMIT 1')
        .get(recordingId) as { seq: number; next: number } | undefined;
      const seq = last ? last.seq + 1 : 0;
      if (firstSample < (last?.next ?? 0)) {
        throw new StorageError('refused', `Storing samples: expected sample ${last?.next ?? 0} or later, got ${firstSample}. Samples are stored once and in order.`);
      }
      const crc = chunkCrc32({ recordingId, seq, firstSample, n }, voltageMv, currentPa);
      const { changes } = this.#db
        .prepare(
          `INSERT INTO chunk (recording_id, seq, first_sample, n, voltage, current, crc32, written_ms)
           SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM recording WHERE id = ? AND status = 'recording')`,
        )
        .run(recordingId, seq, firstSample, n, traceBytes(voltageMv), traceBytes(currentPa), crc, Date.now(), recordingId);
      if (changes !== 1) throw new StorageError('refused', `Recording ${recordingId} is not running; nothing can be added to it.`);
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
  recordingMeta(recordingId: number): NewRecording & { readonly status: RecordingRow['status'] } {
    const row = this.#guarded('Reading a recording', () => this.#recordingRow(recordingId));
    return {
      kind: row.kind,
      protocolRequested: this.#parse<Protocol | null>(row, 'protocol_requested'),
      protocolRealised: this.#parse<Protocol | null>(row, 'protocol_realised'),
      device: this.#parse<RecordingDevice>(row, 'device'),
      calibration: this.#parse<unknown>(row, 'calibration'),
      acquisition: this.#parse<unknown>(row, 'acquisition'),
      conditions: this.#parse<RecordingConditions>(row, 'conditions'),
      sampleRateHz: row.sample_rate_hz,
      startedAt: row.started_at,
      remarks: this.#parse<string[]>(row, 'remarks'),
      status: row.status,
    };
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
      conditions: meta.conditions,
    };
  }

  addTwin(recordingId: number, twin: Twin): number {
    return this.#guarded('Storing a twin', () => {
      this.#recordingRow(recordingId);
      const { lastInsertRowid } = this.#db
        .prepare('INSERT INTO twin (recording_id, created_at, method, nrmse_percent, outcome, alarms, json) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(recordingId, twin.createdAt, twin.method, twin.fit.nrmsePercent, twin.beat.outcome, twin.alarms.length, twinToJson(twin));
      return Number(lastInsertRowid);
    });
  }

  getTwin(twinId: number): { readonly recordingId: number; readonly twin: Twin } {
    const row = this.#guarded('Reading a twin', () => this.#db.prepare('SELECT recording_id, json FROM twin WHERE id = ?').get(twinId)) as
      | { recording_id: number; json: string }
      | undefined;
    if (!row) throw new StorageError('not-found', `Twin ${twinId} is not in ${this.path}.`);
    try {
      return { recordingId: row.recording_id, twin: parseTwin(row.json, `twin ${twinId} of ${this.path}`) };
    } catch (cause) {
      throw new StorageError('damaged', `${(cause as Error).message} Infer the twin again from its recording.`, { cause });
    }
  }

  listTwins(): SessionDetail['twinList'] {
    const rows = this.#guarded('Listing twins', () =>
      this.#db.prepare('SELECT id, recording_id, created_at, method, nrmse_percent, outcome, alarms FROM twin ORDER BY id').all(),
    ) as { id: number; recording_id: number; created_at: string; method: string; nrmse_percent: number; outcome: string; alarms: number }[];
    return rows.map((row) => ({
      twinId: row.id,
      recordingId: row.recording_id,
      createdAt: row.created_at,
      method: row.method,
      nrmsePercent: row.nrmse_percent,
      outcome: row.outcome,
      alarms: row.alarms,
    }));
  }

  summary(): SessionSummary {
    return this.#guarded('Reading a session', () => {
      const row = this.#sessionRow();
      const count = (table: 'recording' | 'twin'): number =>
        (this.#db.prepare(`SELECT count(*) AS total FROM ${table}`).get() as { total: number }).total;
      return {
        sessionId: row.id,
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

  /** A JSON column of a recording; null where the column is. */
  #parse<T>(row: RecordingRow, column: JsonColumn): T {
    const json = row[column];
    try {
      return (json === null ? null : JSON.parse(json)) as T;
    } catch (cause) {
      throw new StorageError('damaged', `${this.path}: column ${column} of recording ${row.id} is damaged (${(cause as Error).message}). Copy the file before anything else is tried on it.`, { cause });
    }
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
    const device = this.#parse<RecordingDevice>(row, 'device');
    return {
      recordingId: row.id,
      kind: row.kind,
      // The contract's schema knows mutable lists; the value is fresh from JSON, so nobody shares it.
      protocol: this.#parse<RecordingSummary['protocol']>(row, row.protocol_realised === null ? 'protocol_requested' : 'protocol_realised'),
      sampleRateHz: row.sample_rate_hz,
      samples: sampleSpan(this.#db, row.id),
      lostSamples: this.readGaps(row.id).reduce((sum, gap) => sum + gap.n, 0),
      startedAt: row.started_at,
      status: row.status,
      device: [device.name, device.firmware, device.serial].filter((part) => part !== '').join(' '),
      simulated: device.simulated,
      conditions: this.#parse<Record<string, number>>(row, 'conditions'),
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
