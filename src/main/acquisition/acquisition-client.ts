import { OpenRequests, type Peer } from '../../node/work/index.ts';
import type {
  AcquisitionJob,
  AcquisitionJobs,
  EndedRun,
  FromAcquisition,
  StoredRecording,
  ToAcquisition,
} from '../../shared/acquisition/messages.ts';
import type { LogEntry } from '../../shared/contract/cell-schema.ts';
import type { SampleBlock } from '../../shared/contract/contract.ts';
import { DISCONNECTED_RIG } from '../../shared/contract/disconnected-rig.ts';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import type { SpawnedEmulator } from '../rig/index.ts';
import { AcquisitionError } from './acquisition-error.ts';

/** A small young generation: samples are short-lived, and garbage would otherwise grow with every burst of them. */
export const ACQUISITION_FLAGS = ['--max-semi-space-size=4'] as const;

export type AcquisitionChild = Peer<ToAcquisition, FromAcquisition>;

export interface AcquisitionClientOptions {
  readonly start: () => AcquisitionChild;
  readonly init: Extract<ToAcquisition, { type: 'init' }>;
  readonly launchEmulator: (seed: number) => Promise<SpawnedEmulator>;
  readonly onStatus: (status: RigStatus) => void;
  readonly onSamples: (block: SampleBlock) => void;
  readonly onStored: (stored: StoredRecording) => void;
  readonly onEnded: (run: EndedRun) => void;
  /** A line of the rig's log. */
  readonly onLogged?: (entry: LogEntry) => void;
  readonly onNotice: (level: 'info' | 'warning' | 'error', message: string) => void;
}

/** A process that sends nothing for this long, while this one could listen, hangs: it is ended, and the device goes to its safe level. */
const SILENCE_LIMIT_MS = 10_000;
const LISTEN_EVERY_MS = 1000;

/** Jobs that need no process: there is nothing to do without one. */
const OF_A_LIVE_DEVICE: ReadonlySet<AcquisitionJob> = new Set<AcquisitionJob>(['disconnect', 'stop', 'stopAndWait', 'abort', 'close']);

/**
 * Sends requests to the acquisition process and keeps its last report. A process that ends by itself is a fault of the rig, never
 * an unanswered request; the next one is started with the next request.
 */
export class AcquisitionClient {
  readonly #options: AcquisitionClientOptions;
  readonly #requests = new OpenRequests();
  readonly #emulators = new Map<number, Promise<SpawnedEmulator>>();
  #child: AcquisitionChild | null = null;
  #status: RigStatus = DISCONNECTED_RIG;
  #run: { readonly sessionKey: string; readonly sessionPath: string; readonly recordingIds: number[] } | null = null;
  #closing = false;
  /** Number of times this process could have received a message since the last one came. */
  #silentTurns = 0;
  #listening: NodeJS.Timeout | null = null;

  constructor(options: AcquisitionClientOptions) {
    this.#options = options;
  }

  /** Starts the process before the first request. */
  start(): void {
    this.#child ??= this.#startChild();
  }

  /** As the process reported it last. */
  status(): RigStatus {
    return this.#status;
  }

  /** A run is in progress or is being stored. */
  isRecording(): boolean {
    return this.#run !== null;
  }

  /** @throws AcquisitionError */
  request<K extends AcquisitionJob>(job: K, request: AcquisitionJobs[K]['request']): Promise<AcquisitionJobs[K]['result']> {
    if (this.#child === null && OF_A_LIVE_DEVICE.has(job)) {
      if (this.#status.state === 'fault' && job === 'disconnect') this.#report(DISCONNECTED_RIG);
      return Promise.resolve((job === 'close' ? undefined : this.#status) as AcquisitionJobs[K]['result']);
    }
    this.start();
    const { id, answered } = this.#requests.add(undefined);
    this.#child?.post({ type: 'request', id, job, request });
    return answered as Promise<AcquisitionJobs[K]['result']>;
  }

  /** The display has taken this block. */
  taken(seq: number): void {
    this.#child?.post({ type: 'taken', seq });
  }

  pageReset(): void {
    this.#child?.post({ type: 'page-reset' });
  }

  /** Brings the device to its safe level and stores everything; then the process ends. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#closing = true;
    try {
      await this.request('close', undefined);
    } finally {
      this.#child = null;
      this.#stopListening();
      child.kill();
      await this.#killEmulators();
    }
  }

  #startChild(): AcquisitionChild {
    const child = this.#options.start();
    child.onMessage((message) => {
      if (this.#child === child) this.#receive(message);
    });
    child.onExit((code) => {
      if (this.#child === child) this.#lost(code);
    });
    child.post(this.#options.init);
    this.#silentTurns = 0;
    this.#listening ??= setInterval(() => this.#listen(), LISTEN_EVERY_MS);
    return child;
  }

  /** Counts turns, not time: while this process was blocked it could receive nothing. */
  #listen(): void {
    if (++this.#silentTurns * LISTEN_EVERY_MS <= SILENCE_LIMIT_MS) return;
    this.#child?.kill();
  }

  #receive(message: FromAcquisition): void {
    this.#silentTurns = 0;
    const { onSamples, onStored, onEnded, onNotice } = this.#options;
    switch (message.type) {
      case 'ready':
        return;
      case 'status':
        this.#report(message.status);
        return;
      case 'samples':
        onSamples(message.block);
        return;
      case 'stored':
        onStored(message.stored);
        return;
      case 'ended':
        this.#run = null;
        onEnded(message.run);
        return;
      case 'notice':
        onNotice(message.level, message.message);
        return;
      case 'logged':
        this.#options.onLogged?.(message.entry);
        return;
      case 'launch-emulator':
        this.#launch(message.launch, message.seed);
        return;
      case 'order-emulator':
        // One that is gone takes no orders, and what asked is gone with it.
        void this.#emulators.get(message.launch)?.then(
          (emulator) => emulator.order(message.order),
          () => undefined,
        );
        return;
      case 'kill-emulator':
        void this.#kill(message.launch);
        return;
      case 'error':
        this.#requests.reject(message.id, new AcquisitionError(message.code, message.message));
        return;
      case 'result':
        this.#requests.resolve(message.id, message.result);
    }
  }

  #report(status: RigStatus): void {
    const { recording } = status;
    this.#status = status;
    if (recording !== null) {
      this.#run ??= { sessionKey: recording.sessionKey, sessionPath: '', recordingIds: [] };
      if (!this.#run.recordingIds.includes(recording.recordingId)) this.#run.recordingIds.push(recording.recordingId);
    }
    this.#options.onStatus(status);
  }

  #stopListening(): void {
    if (this.#listening !== null) clearInterval(this.#listening);
    this.#listening = null;
  }

  #lost(code: number | null): void {
    this.#child = null;
    this.#stopListening();
    void this.#killEmulators();
    const message =
      `The acquisition process ended by itself (code ${code ?? 'unknown'}). Its port is closed, which brings the device to its ` +
      `safe level; what was recorded is kept. Check the cell, then connect again.`;
    this.#requests.rejectAll(new AcquisitionError('rig', message));
    const run = this.#run;
    this.#run = null;
    if (this.#closing) return;
    this.#report({ ...this.#status, state: 'fault', recording: null, notYetStoredS: 0, fault: message });
    this.#options.onNotice('error', message);
    if (run !== null) this.#options.onEnded({ ...run, status: 'interrupted', reason: message });
  }

  #launch(launch: number, seed: number): void {
    const child = this.#child;
    const started = this.#options.launchEmulator(seed);
    this.#emulators.set(launch, started);
    started.then(
      ({ address, serial, pid }) => child?.post({ type: 'emulator', launch, address, serial, pid }),
      (error: unknown) => child?.post({ type: 'emulator-failed', launch, message: error instanceof Error ? error.message : String(error) }),
    );
  }

  async #kill(launch: number): Promise<void> {
    const started = this.#emulators.get(launch);
    this.#emulators.delete(launch);
    // A process that never started has nothing to end; its start has already failed with a message.
    const emulator = await started?.catch(() => null);
    await emulator?.kill();
  }

  async #killEmulators(): Promise<void> {
    await Promise.all([...this.#emulators.keys()].map((launch) => this.#kill(launch)));
  }
}
