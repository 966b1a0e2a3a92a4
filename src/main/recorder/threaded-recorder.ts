import { Worker } from 'node:worker_threads';
import { OpenRequests } from '../../node/work/index.ts';
import type { RecordTarget } from '../../shared/acquisition/messages.ts';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import type {
  RecordedBlock,
  RecordedEvent,
  RecordedGap,
  RecordedRealisation,
  RecordingEnd,
  RecordingMeta,
  RecordingSink,
} from '../rig/index.ts';
import { StorageError } from '../store/index.ts';
import type { FromRecorderThread, OpenedSession, RecorderThreadStart, ToRecorderThread, WriterRequest } from './recorder-messages.ts';
import type { RecordedItem } from './session-recorder.ts';

/** Longest that samples may wait in memory before the run is stopped, s. At 50 kHz they are 24 MB. */
export const LONGEST_UNSTORED_S = 60;

export interface ThreadedRecorderOptions {
  /** Script of the thread. */
  readonly thread: string;
  readonly start: RecorderThreadStart;
  readonly onNotice: (level: 'warning' | 'error', message: string) => void;
  readonly onMoved: (session: OpenedSession) => void;
  /** Called when more items are on the disk. */
  readonly onStored: () => void;
  readonly longestUnstoredS?: number;
}

type Answer = Extract<FromRecorderThread, { id: number }>;

/**
 * Takes what the rig delivers and stores it in a thread. Taking never waits: what the thread has not stored yet is counted, and beyond
 * a bound the run is stopped.
 */
export class ThreadedRecorder implements RecordingSink {
  readonly #options: ThreadedRecorderOptions;
  readonly #worker: Worker;
  readonly #requests = new OpenRequests();
  /** Times at which the items that are not stored yet were taken, ms, the oldest first. */
  #unstored: { readonly seq: number; readonly atMs: number }[] = [];
  #taken = 0;
  #stored = 0;
  #failure: ((error: Error) => void) | null = null;
  #gone: StorageError | null = null;

  constructor(options: ThreadedRecorderOptions) {
    this.#options = options;
    // On the oldest Electron another SQLite binding is used; a thread must be set up for it as well (docs/adr/0005).
    const alias = process.env['TWINCLAMP_SQLITE_ALIAS'];
    this.#worker = new Worker(options.thread, { workerData: options.start, ...(alias === undefined ? {} : { execArgv: ['-r', alias] }) });
    this.#worker.unref();
    this.#worker.on('message', (message: FromRecorderThread) => this.#receive(message));
    this.#worker.on('error', (error: Error) => this.#ended(error.message));
    this.#worker.on('exit', () => this.#ended('it ended'));
  }

  /** Number of items taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Number of items that are on the disk. */
  get stored(): number {
    return this.#stored;
  }

  /** Age of the oldest item that is not on the disk, s; 0 where all are. */
  unstoredS(nowMs: number): number {
    const oldest = this.#unstored[0];
    return oldest === undefined ? 0 : Math.max(0, nowMs - oldest.atMs) / 1000;
  }

  /** @throws StorageError */
  async open(target: RecordTarget): Promise<OpenedSession> {
    const answer = await this.#ask({ type: 'open', target });
    if (answer.type !== 'opened') throw unexpected(answer);
    return answer.session;
  }

  async begin(meta: RecordingMeta): Promise<number> {
    const answer = await this.#ask({ type: 'begin', meta });
    if (answer.type !== 'begun') throw unexpected(answer);
    return answer.recordingId;
  }

  block(block: RecordedBlock): void {
    this.#take({ kind: 'block', block });
  }

  event(event: RecordedEvent): void {
    this.#take({ kind: 'event', event });
  }

  gap(gap: RecordedGap): void {
    this.#take({ kind: 'gap', gap });
  }

  realised(realised: RecordedRealisation): void {
    this.#take({ kind: 'realised', realised });
  }

  /** What the clamp of the recording was worth: stored with it, before it ends. */
  judged(clamp: LastClamp): void {
    this.#take({ kind: 'judged', clamp });
  }

  async end(status: RecordingEnd): Promise<RecordingEnd> {
    const answer = await this.#ask({ type: 'end', status });
    if (answer.type !== 'ended') throw unexpected(answer);
    return answer.status;
  }

  async close(): Promise<void> {
    await this.#ask({ type: 'close' });
  }

  onFailure(listener: (error: Error) => void): void {
    this.#failure = listener;
  }

  #take(item: RecordedItem): void {
    if (this.#gone !== null) throw this.#gone;
    const nowMs = performance.now();
    const waitingS = this.unstoredS(nowMs);
    const seq = ++this.#taken;
    this.#unstored.push({ seq, atMs: nowMs });
    this.#post({ type: 'item', seq, item });
    const limit = this.#options.longestUnstoredS ?? LONGEST_UNSTORED_S;
    if (waitingS > limit) {
      this.#fail(
        new StorageError(
          'busy',
          `The session file could not be written for ${limit} s: another program holds it, or its disk does not answer.`,
        ),
      );
    }
  }

  #ask(request: WithoutId<WriterRequest>): Promise<Answer> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    const { id, answered } = this.#requests.add(undefined);
    this.#post({ ...request, id });
    return answered as Promise<Answer>;
  }

  #post(message: ToRecorderThread): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromRecorderThread): void {
    switch (message.type) {
      case 'stored':
        this.#stored = message.seq;
        this.#unstored = this.#unstored.filter(({ seq }) => seq > message.seq);
        this.#options.onStored();
        return;
      case 'failed':
        this.#fail(new StorageError(message.code, message.message));
        return;
      case 'notice':
        this.#options.onNotice(message.level, message.message);
        return;
      case 'moved':
        this.#options.onMoved(message.session);
        return;
      case 'refused':
        this.#requests.reject(message.id, new StorageError(message.code, message.message));
        return;
      default:
        this.#requests.resolve(message.id, message);
    }
  }

  #fail(error: StorageError): void {
    const failure = this.#failure;
    this.#failure = null;
    failure?.(error);
  }

  #ended(why: string): void {
    if (this.#gone !== null) return;
    this.#gone = new StorageError(
      'io',
      `The thread that stores recordings has failed (${why}). What was stored before stays; start TwinClamp again.`,
    );
    this.#fail(this.#gone);
    this.#requests.rejectAll(this.#gone);
  }
}

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;

function unexpected(answer: Answer): Error {
  return new Error(`The recorder's thread answered something unexpected (${answer.type}).`);
}
