import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RecordTarget } from '../../shared/acquisition/messages.ts';
import type { RecordedRealisation, RecordingEnd, RecordingMeta } from '../rig/index.ts';
import { stimuliFound } from '../../core/trace/correction.ts';
import { asStorageError, sealRecording, type SealedRecording, SessionFile, SessionFolder, StorageError } from '../store/index.ts';
import { copyWhole, saveRest } from './rescue.ts';
import type { FromRecorderThread, RecorderThreadStart, ToRecorderThread, WriterRequest } from './recorder-messages.ts';
import { SessionRecorder, type RecordedItem } from './session-recorder.ts';

/** Items are collected for this long before they are committed together, ms. */
const GATHER_MS = 40;
/** A file that another program holds is tried again after this, ms; a statement itself waits as long for it. */
const BUSY_RETRY_MS = 100;
const OWNER = { busyTimeoutMs: 200 } as const;
/** After any other failure, ms. */
const FAILED_RETRY_MS = 1000;
/** Interval of the checkpoints and of the checks that the file is in place, ms. */
const LOOK_MS = 1000;
/** A recording that ends while its file cannot be written is saved elsewhere after this, ms. */
const END_PATIENCE_MS = 10_000;
const LONGEST_NOTICE = 390;

interface OpenSession {
  session: SessionFile;
  readonly recorder: SessionRecorder;
  readonly cellName: string;
  /** The file was made for this run. */
  readonly isNew: boolean;
  /** Device and inode of the file as it was opened. */
  identity: string;
}

interface Ending {
  readonly id: number;
  readonly status: RecordingEnd;
  readonly untilMs: number;
}

interface Running {
  readonly recordingId: number;
  readonly meta: RecordingMeta;
}

/**
 * Writes sessions for a recorder in another thread, so that neither a slow disk nor another program that holds the file delays the
 * samples. What cannot be stored now waits here; it is only ever moved into another file, never dropped.
 */
export class SessionWriter {
  readonly #start: RecorderThreadStart;
  readonly #post: (message: FromRecorderThread) => void;
  #open: OpenSession | null = null;
  #running: Running | null = null;
  #waiting: { readonly seq: number; readonly item: RecordedItem }[] = [];
  #ending: Ending | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failureReported = false;
  #movedReported = false;
  #nowhereReported = false;
  /** Recordings that could not be marked as ended yet. */
  readonly #unended: { readonly session: SessionFile; readonly recordingId: number }[] = [];

  constructor(start: RecorderThreadStart, post: (message: FromRecorderThread) => void) {
    this.#start = start;
    this.#post = post;
    setInterval(() => this.#look(), LOOK_MS).unref();
  }

  receive(message: ToRecorderThread): void {
    if (message.type === 'item') {
      this.#waiting.push(message);
      this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
      return;
    }
    try {
      this.#answer(message);
    } catch (error) {
      const { code, message: why } = storageError(error, this.#open?.session.path ?? 'the session');
      this.#post({ type: 'refused', id: message.id, code, message: why });
    }
  }

  #answer(request: WriterRequest): void {
    switch (request.type) {
      case 'open':
        this.#post({ type: 'opened', id: request.id, session: this.#openTarget(request.target) });
        return;
      case 'begin': {
        const { recorder } = this.#session();
        const recordingId = recorder.begin(request.meta);
        this.#running = { recordingId, meta: request.meta };
        this.#failureReported = false;
        this.#nowhereReported = false;
        this.#checkpoint();
        this.#post({ type: 'begun', id: request.id, recordingId });
        return;
      }
      case 'end':
        this.#ending = { id: request.id, status: request.status, untilMs: performance.now() + END_PATIENCE_MS };
        this.#flush();
        return;
      case 'close':
        this.#close();
        this.#post({ type: 'closed', id: request.id });
        return;
    }
  }

  #openTarget(target: RecordTarget): { key: string; path: string } {
    if (this.#open !== null) throw new StorageError('busy', 'A session is open for a run already. End that run first.');
    const isNew = target.kind === 'new' || !existsSync(target.path);
    const session = openOrCreate(target);
    this.#movedReported = false;
    this.#open = {
      session,
      recorder: new SessionRecorder(session),
      cellName: target.cellName,
      isNew,
      identity: identityOf(session.path) ?? '',
    };
    this.#checkpoint();
    return { key: session.key, path: session.path };
  }

  /** Stores what waits; after a failure it keeps waiting and is tried again. */
  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const last = this.#waiting.at(-1);
    if (last !== undefined) {
      try {
        this.#session().recorder.store(this.#waiting.map(({ item }) => item));
        for (const { item } of this.#waiting) if (item.kind === 'realised') this.#revise(item.realised);
        this.#waiting = [];
        this.#post({ type: 'stored', seq: last.seq });
      } catch (error) {
        this.#notStored(storageError(error, this.#open?.session.path ?? 'the session'));
        return;
      }
    }
    if (this.#ending !== null) this.#finish(this.#ending);
  }

  /** A rescued copy of the recording begins with what is played now. */
  #revise({ protocol, totalSamples }: RecordedRealisation): void {
    if (this.#running !== null) this.#running = { ...this.#running, meta: { ...this.#running.meta, protocol, totalSamples } };
  }

  #notStored(error: StorageError): void {
    const busy = error.code === 'busy';
    if (!busy && !this.#failureReported) {
      this.#failureReported = true;
      this.#post({ type: 'failed', code: error.code, message: error.message });
    }
    if (this.#ending !== null && performance.now() > this.#ending.untilMs) this.#giveUp(this.#ending, error);
    else this.#timer = setTimeout(() => this.#flush(), busy ? BUSY_RETRY_MS : FAILED_RETRY_MS);
  }

  /** Reads everything back through another connection before the recording gets its final status. */
  #finish(ending: Ending): void {
    const { session, recorder } = this.#session();
    const recordingId = this.#running?.recordingId ?? 0;
    let status: RecordingEnd;
    try {
      status = recorder.end(ending.status);
    } catch (error) {
      this.#notStored(storageError(error, session.path));
      return;
    }
    this.#running = null;
    this.#ending = null;
    session.checkpoint();
    const { problem, stimulusMs } = readBack(session.path, recordingId);
    if (stimulusMs !== null)
      this.#post({ type: 'notice', level: 'warning', message: `Recording ${recordingId}: ${stimuliFound(stimulusMs)}` });
    if (problem !== null) {
      this.#post({
        type: 'notice',
        level: 'error',
        message: `The recording could not be read back whole: ${problem}`.slice(0, LONGEST_NOTICE),
      });
      if (status === 'complete' && tryTo(() => session.takeBackComplete(recordingId))) status = 'interrupted';
    }
    this.#post({ type: 'ended', id: ending.id, status });
  }

  /** The file cannot be written: what waits is stored in a new session. */
  #giveUp(ending: { readonly id: number }, cause: StorageError): void {
    const { session, cellName, recorder } = this.#session();
    const running = this.#running;
    if (running === null) return;
    try {
      const rest = { items: this.#waiting.map(({ item }) => item), from: recorder.next };
      const path = saveRest(session, cellName, running.meta, rest, this.#start.rescueFolders);
      this.#post({
        type: 'notice',
        level: 'error',
        message: `${cause.message.slice(0, 150)} From sample ${rest.from} on the recording is saved in ${path}.`,
      });
      const last = this.#waiting.at(-1);
      if (last !== undefined) this.#post({ type: 'stored', seq: last.seq });
      this.#waiting = [];
    } catch (error) {
      const why = storageError(error, session.path).message.slice(0, 150);
      if (!this.#nowhereReported)
        this.#post({
          type: 'notice',
          level: 'error',
          message:
            `What was recorded last could not be stored anywhere (${why}). Leave TwinClamp open and free some space or the file: ` +
            `storing is tried again.`,
        });
      this.#nowhereReported = true;
      this.#timer = setTimeout(() => this.#flush(), FAILED_RETRY_MS);
      return;
    }
    this.#unended.push({ session, recordingId: running.recordingId });
    this.#open = null;
    this.#running = null;
    this.#ending = null;
    this.#post({ type: 'ended', id: ending.id, status: 'interrupted' });
  }

  #look(): void {
    for (const left of [...this.#unended]) {
      if (!tryTo(() => left.session.endRecording(left.recordingId, 'interrupted'))) continue;
      this.#unended.splice(this.#unended.indexOf(left), 1);
      left.session.close();
    }
    if (this.#open === null) return;
    if (identityOf(this.#open.session.path) !== this.#open.identity) this.#moveAway(this.#open);
    else this.#checkpoint();
  }

  /** The file was moved or deleted: the run continues in a whole copy of it. */
  #moveAway(open: OpenSession): void {
    const old = open.session;
    try {
      const copy = copyWhole(old, this.#start.rescueFolders);
      open.recorder.moveTo(copy);
      open.session = copy;
      open.identity = identityOf(copy.path) ?? '';
      tryTo(() => old.close());
      this.#post({
        type: 'notice',
        level: 'error',
        message:
          `The session file ${old.path} was moved or deleted while it was recorded. The whole session is in ${copy.path} and ` +
          `continues there.`,
      });
      this.#post({ type: 'moved', session: { key: copy.key, path: copy.path } });
    } catch (error) {
      if (this.#movedReported) return;
      this.#movedReported = true;
      this.#post({
        type: 'failed',
        code: 'io',
        message:
          `The session file ${old.path} was moved or deleted, and no copy could be made: ` +
          storageError(error, old.path).message.slice(0, 200),
      });
    }
  }

  #checkpoint(): void {
    const open = this.#open;
    // PASSIVE waits for no reader; what a reader holds back is moved the next time.
    if (open !== null) tryTo(() => open.session.checkpoint());
  }

  #close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const empty = open.isNew && open.session.listRecordings().length === 0;
    open.session.close();
    if (empty) for (const suffix of ['', '-wal', '-shm']) rmSync(open.session.path + suffix, { force: true });
  }

  #session(): OpenSession {
    if (this.#open === null) throw new StorageError('refused', 'No session is open for a run. Open one before a recording begins.');
    return this.#open;
  }
}

function openOrCreate(target: RecordTarget): SessionFile {
  const { cellName, notes } = target;
  const described = { cellName, ...(notes === undefined ? {} : { notes }) };
  if (target.kind === 'new') {
    return new SessionFolder(target.folder).create(described, OWNER);
  }
  if (existsSync(target.path)) return SessionFile.open(target.path, OWNER);
  mkdirSync(dirname(target.path), { recursive: true });
  return SessionFile.create(target.path, described, OWNER);
}

/**
 * What is wrong with a stored recording (null: nothing), read through a separate connection, and what was found in it. Also stores what
 * is derived from it.
 */
function readBack(path: string, recordingId: number): Pick<SealedRecording, 'problem' | 'stimulusMs'> {
  try {
    return sealRecording(path, recordingId);
  } catch (error) {
    return { problem: storageError(error, path).message, stimulusMs: null };
  }
}

function identityOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/** Whether it could be done now. */
function tryTo(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function storageError(error: unknown, path: string): StorageError {
  const known = asStorageError('Storing a recording', path, error);
  if (known instanceof StorageError) return known;
  return new StorageError('io', `Storing a recording failed: ${error instanceof Error ? error.message : String(error)}.`);
}
