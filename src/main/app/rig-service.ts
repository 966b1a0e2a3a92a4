import { rmSync } from 'node:fs';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import { RequestError } from '../ipc/request-error.ts';
import type { SampleStream } from '../ipc/sample-stream.ts';
import { diskMinutesLeft, SessionRecorder, TellingSink } from '../recorder/index.ts';
import { Rig, type RunOutcome, type SpawnedEmulator } from '../rig/index.ts';
import type { SessionFile, SessionFolder } from '../store/index.ts';

/** Elapsed time goes to the window this often while recording, and the disk is asked no more often. */
const STATUS_EVERY_MS = 200;
const DISK_EVERY_MS = 5_000;
/** Rate the disk minutes are told for while the device has none set, Hz. */
const USUAL_RATE_HZ = 10_000;
/** Seed of the cell in the simulated rig when the operator gives none. */
const USUAL_SEED = 1;

export interface Recorded {
  readonly sessionKey: string;
  readonly outcome: RunOutcome;
}

/** A voltage-clamp recording that is stored. */
export interface Clamped {
  readonly sessionKey: string;
  readonly recordingId: number;
}

export interface RigServiceOptions {
  readonly sessions: SessionFolder;
  readonly send: EventSender;
  readonly samples: SampleStream;
  readonly launchEmulator: (seed: number) => Promise<SpawnedEmulator>;
  /** Told when the voltage clamp of a run is stored whole and the run goes on with the free potential. */
  readonly onClamped: (clamped: Clamped) => void;
  /** Told when a run has ended and its samples are stored. */
  readonly onRecorded: (recorded: Recorded) => void;
}

export interface RecordWish {
  readonly protocol: Protocol;
  readonly cellName: string;
  readonly sessionKey?: string | undefined;
  readonly temperatureC?: number | undefined;
  readonly spontaneousSeconds: number;
  readonly notes?: string | undefined;
}

/** The one rig of the app: stores each run in a session and shows it in the window. */
export class RigService {
  readonly rig: Rig;
  readonly #options: RigServiceOptions;
  #run: Promise<unknown> | null = null;
  #lastStatusMs = 0;
  #disk: { readonly atMs: number; readonly minutes: number } | null = null;

  constructor(options: RigServiceOptions) {
    this.#options = options;
    this.rig = new Rig({ launchEmulator: options.launchEmulator });
    this.rig.events.on('status', () => this.#report());
    this.rig.events.on('samples', (block) => {
      options.samples.push(block);
      if (Date.now() - this.#lastStatusMs >= STATUS_EVERY_MS) this.#report();
    });
  }

  status(): RigStatus {
    const status = this.rig.status();
    return { ...status, diskMinutesLeft: this.#diskMinutes(status.sampleRateHz ?? USUAL_RATE_HZ) };
  }

  isRecording(): boolean {
    return this.#run !== null;
  }

  async connect(port: string, seed = USUAL_SEED): Promise<RigStatus> {
    await this.rig.connect({ port, seed });
    return this.status();
  }

  /** At the start of the app; a failure is shown and the app goes on without a rig. */
  connectSimulated(): void {
    if (this.rig.status().state !== 'disconnected') return;
    this.connect('emulated').catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.send('app:notice', { level: 'error', message: `The simulated rig could not be connected: ${reason}` });
    });
  }

  /** Begins a run in a new session or one more in an old one; answers once the device has started. */
  async record(wish: RecordWish): Promise<{ sessionKey: string; recordingId: number }> {
    if (this.#run !== null) throw new RequestError('busy', 'A recording is running. Stop it before starting another.');
    const { sessions, onClamped } = this.#options;
    const isNew = wish.sessionKey === undefined;
    const session =
      wish.sessionKey === undefined
        ? sessions.create({ cellName: wish.cellName, ...(wish.notes === undefined ? {} : { notes: wish.notes }) })
        : sessions.open(wish.sessionKey);
    const starting = this.rig.record({
      sessionKey: session.key,
      protocol: wish.protocol,
      spontaneousSeconds: wish.spontaneousSeconds,
      sink: new TellingSink(new SessionRecorder(session), ({ recordingId, kind, status }) => {
        if (kind === 'voltage-clamp' && status === 'complete' && wish.spontaneousSeconds > 0) onClamped({ sessionKey: session.key, recordingId });
      }),
      ...(wish.temperatureC === undefined ? {} : { temperatureC: wish.temperatureC }),
    });
    const run = starting.then(({ finished }) => finished);
    this.#run = run;
    try {
      const { recordingId, finished } = await starting;
      void finished.then((outcome) => this.#ended(session, outcome));
      this.#options.send('session:changed', { sessionKey: session.key });
      return { sessionKey: session.key, recordingId };
    } catch (error) {
      this.#run = null;
      run.catch(() => undefined);
      const empty = isNew && session.listRecordings().length === 0;
      session.close();
      if (empty) for (const suffix of ['', '-wal', '-shm']) rmSync(session.path + suffix, { force: true });
      throw error;
    }
  }

  async stop(): Promise<RigStatus> {
    await this.rig.stop();
    return this.status();
  }

  /** Ends the run after its running item and answers once all is stored. */
  async stopAndWait(): Promise<void> {
    const run = this.#run;
    await this.rig.stop();
    await run;
  }

  async abort(): Promise<RigStatus> {
    await this.rig.abort();
    return this.status();
  }

  async close(): Promise<void> {
    if (this.rig.status().state !== 'connecting') await this.rig.disconnect();
    await this.#run;
  }

  #ended(session: SessionFile, outcome: RunOutcome): void {
    this.#run = null;
    const sessionKey = session.key;
    session.close();
    const { send, onRecorded } = this.#options;
    send('session:changed', { sessionKey });
    if (outcome.reason !== null) {
      send('app:notice', { level: outcome.status === 'interrupted' ? 'error' : 'warning', message: `The recording is ${outcome.status}: ${outcome.reason}` });
    }
    this.#report();
    onRecorded({ sessionKey, outcome });
  }

  #report(): void {
    this.#lastStatusMs = Date.now();
    this.#options.send('rig:status', this.status());
  }

  #diskMinutes(sampleRateHz: number): number {
    if (this.#disk === null || Date.now() - this.#disk.atMs > DISK_EVERY_MS) {
      this.#disk = { atMs: Date.now(), minutes: diskMinutesLeft(this.#options.sessions.path, sampleRateHz) };
    }
    return this.#disk.minutes;
  }
}
