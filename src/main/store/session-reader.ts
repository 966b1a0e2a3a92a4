import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { corrected, type Corrected, type Correction } from '../../core/trace/correction.ts';
import { cultureOf } from '../../core/trace/culture.ts';
import { correctedSinceAlarm } from '../../core/twin/corrected-since.ts';
import { recordingsToRenew } from '../../core/twin/old-prior.ts';
import { withOrigin } from '../../core/twin/twin-origin.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { TraceEnvelope } from '../../core/trace/envelope.ts';
import type { RecordingSummary, SessionDetail, SessionSummary } from '../../shared/contract/schemas.ts';
import type { Samples } from './chunk.ts';
import type { Checksums } from './chunk-stream.ts';
import { readCorrections } from './correction-table.ts';
import { countEntries, readEvents, readGaps } from './entry-tables.ts';
import type { Overviews } from './derived-tables.ts';
import type { RecordingEvent, RecordingGap } from './new-recording.ts';
import { NEWEST_VERSION } from './migrations.ts';
import { openReader } from './open-reader.ts';
import { assertNoHoles, damagedChunks, readSamples, samplePieces, type DamagedChunk, type StoredPiece } from './read-samples.ts';
import { sampleSpan } from './sample-span.ts';
import { MOST_ROWS } from './recording-limits.ts';
import { metaOf, recordingRows, type RecordingMetadata } from './recording-table.ts';
import { recordingState } from './recording-state.ts';
import type { OpenedRecording, SessionContents } from './session-contents.ts';
import { countRows, sessionRow } from './session-table.ts';
import { StorageError, guardedRead } from './storage-error.ts';
import { runSteps, type Steps } from './steps.ts';
import { beatOfRecording, overviewSteps, summariseRecording } from './summarise-recording.ts';
import { foldOfView, traceEnvelopes } from './trace-envelopes.ts';
import { listTwins, readTwin, type StoredTwin } from './twin-table.ts';
import { assertTogether, otherRecordings, type OtherRecordings } from './cell-recordings.ts';
import { toVoltageClamp } from './voltage-clamp.ts';

/**
 * Reads one session: one cell, its recordings and twins, in one SQLite file of any layout. The file is never changed.
 * All contents are checked before they are used: whatever is wrong is a StorageError 'damaged'.
 * Layout: docs/session-format.md.
 */
export class SessionReader implements SessionContents {
  readonly path: string;
  readonly layout: number;
  /** What is damaged or left out of a readable file as a whole; null when nothing is known to be. */
  readonly notice: string | null;
  readonly #db: Database.Database;
  readonly #close: () => void;

  /** @throws StorageError when it is missing, no session, damaged, of a later layout, or cannot be read */
  static open(path: string): SessionReader {
    return SessionReader.openAs(path, path);
  }

  /** The same of a temporary file that stands for another one, which errors then name. */
  static openAs(path: string, named: string): SessionReader {
    const { db, layout, notice, close } = openReader(path);
    return new SessionReader(named, db, layout, notice, close);
  }

  protected constructor(path: string, db: Database.Database, layout: number, notice: string | null, close: () => void) {
    this.path = path;
    this.layout = layout;
    this.notice = notice;
    this.#db = db;
    this.#close = close;
  }

  /** The SQLite connection itself, for maintenance and tests; samples and twins go through the methods below. */
  get connection(): Database.Database {
    return this.#db;
  }

  /** Name of the file: distinguishes this session from a copy of it in the same folder. */
  get key(): string {
    return basename(this.path);
  }

  /** The identity stated in the session; a copy of the file states the same. */
  get id(): string {
    return this.read('Reading a session', () => sessionRow(this.#db, this.layout, this.path)).id;
  }

  close(): void {
    this.#close();
  }

  /** Samples [from, to), by default all; NaN in gaps. @throws StorageError 'damaged', never a wrong sample. */
  readSamples(recordingId: number, from = 0, to?: number): Samples {
    return this.read('Reading samples', () => {
      const { source, gaps, first, end } = this.#window(recordingId, from, to);
      return readSamples(source, gaps, first, end);
    });
  }

  /** The same piece by piece, with memory for one chunk; between two pieces there is a gap. */
  *samplePieces(recordingId: number, from = 0, to?: number, checksums: Checksums = 'compared'): Generator<StoredPiece> {
    const { source, gaps, first, end } = this.read('Reading samples', () => this.#window(recordingId, from, to));
    const pieces = samplePieces(source, gaps, first, end, checksums);
    for (;;) {
      const next = this.read('Reading samples', () => pieces.next());
      if (next.done === true) return;
      yield next.value;
    }
  }

  /**
   * Min/max envelopes of membrane potential or command (mV) and current (pA, null without clamp) between two times.
   * @param overviews of the recording, where the caller has them already
   */
  traceEnvelopes(
    recordingId: number,
    fromMs: number,
    toMs: number,
    points: number,
    overviews?: Overviews,
  ): { voltage: TraceEnvelope; current: TraceEnvelope | null } {
    return this.read('Reading a trace', () =>
      traceEnvelopes(
        this.openRecording(recordingId),
        { fromMs, toMs, points },
        (id, fold) => overviews ?? runSteps(overviewSteps(this, id, fold)),
      ),
    );
  }

  /** Samples an entry of the overview that a view is drawn from; null: it is drawn from the samples. */
  foldOfView(recordingId: number, fromMs: number, toMs: number, points: number): number | null {
    return this.read('Reading a trace', () => foldOfView(this.openRecording(recordingId), { fromMs, toMs, points }));
  }

  /** Checks all samples of a recording; empty when they are intact. */
  verify(recordingId: number): DamagedChunk[] {
    return runSteps(this.verifySteps(recordingId));
  }

  /** @throws StorageError 'damaged' when samples are neither in a chunk nor in a gap; the samples themselves are not read */
  assertWhole(recordingId: number): void {
    this.read('Checking a recording', () => {
      const { source, gaps, state } = this.openRecording(recordingId);
      assertNoHoles(source, gaps, state.span);
    });
  }

  /** The same in steps of one chunk. */
  *verifySteps(recordingId: number): Steps<DamagedChunk[]> {
    const steps = this.read('Checking a recording', () => {
      const { source, state } = this.openRecording(recordingId);
      return damagedChunks(source, state.span);
    });
    for (;;) {
      const step = this.read('Checking a recording', () => steps.next());
      if (step.done === true) return step.value;
      yield step.value;
    }
  }

  readEvents(recordingId: number): RecordingEvent[] {
    return this.read('Reading events', () => readEvents(this.#db, this.layout, recordingId));
  }

  readGaps(recordingId: number): RecordingGap[] {
    return this.read('Reading gaps', () => readGaps(this.#db, this.layout, recordingId));
  }

  listRecordings(): RecordingSummary[] {
    return this.read('Listing recordings', () => recordingRows(this.#db, this.layout).map((row) => summariseRecording(this, row)));
  }

  /** Everything stored about a recording but its samples, as corrected. */
  recordingMeta(recordingId: number): RecordingMetadata & Corrected {
    return this.read('Reading a recording', () => {
      const meta = this.recordedMeta(recordingId);
      return { ...meta, ...corrected(meta.conditions, this.readCorrections(recordingId)) };
    });
  }

  /** The same as it was recorded, before any correction. */
  recordedMeta(recordingId: number): RecordingMetadata {
    return this.read('Reading a recording', () => {
      const { row, state } = this.openRecording(recordingId);
      return { ...metaOf(row, this.layout, this.path), status: state.status };
    });
  }

  readCorrections(recordingId: number): Correction[] {
    return this.read('Reading corrections', () => readCorrections(this.#db, this.layout, recordingId));
  }

  /**
   * A voltage-clamp recording with its current per capacitance, as inference uses it.
   * @throws StorageError when the kind, the capacitance or samples are not there
   */
  toVoltageClampRecording(recordingId: number): VoltageClampRecording {
    return this.read('Reading a recording', () => toVoltageClamp(this, recordingId));
  }

  /** The cell's other recordings, as far as a twin may be fitted to them as well. @throws StorageError where samples cannot be read */
  otherRecordings(recordingId: number, together: readonly number[] = []): OtherRecordings {
    return this.read('Reading a recording', () => otherRecordings(this, recordingId, together));
  }

  /** @throws StorageError 'refused' where a clamp recording cannot be fitted together with the first */
  assertTogether(recordingId: number, together: readonly number[]): void {
    this.read('Reading a recording', () => assertTogether(this, recordingId, together));
  }

  getTwin(twinId: number): StoredTwin {
    return this.read('Reading a twin', () => readTwin(this.#db, this.layout, twinId, this.path));
  }

  /**
   * A twin as it is to be shown: with the origin of its recording, and with alarms that came up after it was made (the prior of another
   * kind of cell, a recording that was corrected since).
   */
  knownTwin(twinId: number): StoredTwin {
    const { recordingId, twin } = this.getTwin(twinId);
    const known = withOrigin(twin, this.#isSimulated());
    const alarm = this.#correctedSince(recordingId, known);
    return { recordingId, twin: alarm === null ? known : { ...known, alarms: [alarm, ...known.alarms] } };
  }

  listTwins(): SessionDetail['twinList'] {
    return this.read('Listing twins', () =>
      listTwins(this.#db, this.layout, this.#isSimulated()).twins.map((listed) => {
        const alarm = this.#correctedSince(listed.recordingId, listed);
        return alarm === null ? listed : { ...listed, alarms: listed.alarms + 1, alarmList: [alarm, ...listed.alarmList] };
      }),
    );
  }

  /** A damaged correction is told where its recording is listed. */
  #correctedSince(recordingId: number, twin: { readonly createdAt: string }): string | null {
    try {
      return correctedSinceAlarm(twin, readCorrections(this.#db, this.layout, recordingId));
    } catch (error) {
      if (error instanceof StorageError && error.code === 'damaged') return null;
      throw error;
    }
  }

  summary(): SessionSummary {
    return this.read('Reading a session', () => {
      const row = sessionRow(this.#db, this.layout, this.path);
      const recordings = countRows(this.#db, 'recording');
      const twins = countRows(this.#db, 'twin');
      const listed = listTwins(this.#db, this.layout, row.simulated === 1);
      return {
        sessionKey: this.key,
        file: this.path,
        cellName: row.cell_name,
        culture: cultureOf(row.notes),
        createdAt: row.created_at,
        simulated: row.simulated === 1,
        recordings,
        twins,
        oldTwins: recordingsToRenew(listed.twins).length,
        problem: null,
        repairable: false,
        damage: this.#damage([
          lacking('recordings', recordings, row.recordings),
          lacking('twins', twins, row.twins),
          Math.max(recordings, twins) > MOST_ROWS
            ? `It holds ${recordings} recordings and ${twins} twins; the first ${MOST_ROWS} of each are listed.`
            : null,
          ...listed.damaged.map((id) => `Twin ${id} is damaged and left out.`),
        ]),
      };
    });
  }

  get notes(): string {
    return this.read('Reading a session', () => sessionRow(this.#db, this.layout, this.path)).notes;
  }

  detail(): SessionDetail {
    const { notes } = this;
    return {
      ...this.summary(),
      notes,
      inPlace: false,
      old: this.layout < NEWEST_VERSION,
      recordingList: this.listRecordings(),
      twinList: this.listTwins(),
    };
  }

  /** @throws StorageError 'not-found', or 'damaged' when what is stored about it is invalid */
  openRecording(recordingId: number): OpenedRecording {
    const [row] = recordingRows(this.#db, this.layout, recordingId);
    if (!row) throw new StorageError('not-found', `Recording ${recordingId} is not in ${this.path}.`);
    const gaps = readGaps(this.#db, this.layout, recordingId);
    const span = sampleSpan(this.#db, recordingId, gaps);
    return {
      row,
      gaps,
      state: recordingState(row, span, gaps, this.path),
      source: { db: this.#db, layout: this.layout, recordingId, seed: row.seed ?? 0 },
    };
  }

  /** Compares the events and gaps found with the number stored. @returns what is missing, null when nothing is */
  lackingEntries({ row }: OpenedRecording): string | null {
    if (row.entries == null || row.chunks == null) return null;
    const { chunks } = this.#db.prepare('SELECT count(*) AS chunks FROM chunk WHERE recording_id = ?').get(row.id) as { chunks: number };
    const entries = countEntries(this.#db, row.id);
    if (chunks === row.chunks && entries === row.entries) return null;
    return `${row.chunks} chunks and ${row.entries} events and gaps were stored, ${chunks} and ${entries} are there`;
  }

  /** Beats of a complete recording without clamp. */
  beat(recordingId: number): RecordingSummary['beat'] {
    return this.read('Measuring a beat', () => beatOfRecording(this, recordingId));
  }

  protected read<T>(doing: string, work: () => T): T {
    return guardedRead(doing, this.path, work);
  }

  #window(recordingId: number, from: number, to: number | undefined) {
    const { source, gaps, state } = this.openRecording(recordingId);
    const end = Math.min(state.span, to ?? state.span);
    if (!(from >= 0) || from > end) {
      throw new StorageError('not-found', `Recording ${recordingId} has samples 0 to ${state.span - 1}; asked for ${from} to ${end - 1}.`);
    }
    return { source, gaps, first: from, end };
  }

  /** Twins are listed though the row of their session is damaged: then they count as those of a living cell. */
  #isSimulated(): boolean {
    try {
      return sessionRow(this.#db, this.layout, this.path).simulated === 1;
    } catch (error) {
      if (error instanceof StorageError && error.code === 'damaged') return false;
      throw error;
    }
  }

  #damage(found: readonly (string | null)[]): string | null {
    const all = [this.notice, ...found].filter((text) => text !== null);
    return all.length === 0 ? null : all.join(' ').slice(0, 390);
  }
}

function lacking(what: string, found: number, stored: number | undefined): string | null {
  return stored === undefined || stored === found ? null : `${stored} ${what} were stored and ${found} are there: the file is damaged.`;
}
