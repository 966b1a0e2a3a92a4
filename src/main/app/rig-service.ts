import { basename, join } from 'node:path';
import type { AcquisitionJobs, EndedRun, FlowWish, RecordTarget, RecordWish, StoredRecording } from '../../shared/acquisition/messages.ts';
import type { ZapPulse } from '../../core/amplifier/zap.ts';
import type { ChannelBlock } from '../../core/drug/drug-schema.ts';
import type { SequencePlan } from '../../core/quality/sequence-plan.ts';
import type { EmulatorOrder } from '../../shared/rig/emulator-order.ts';
import type { Stage } from '../../core/quality/cell-watch.ts';
import { cultureLines, NOT_STATED, type Culture } from '../../core/trace/culture.ts';
import type { RigSettings } from '../../core/quality/rig-settings.ts';
import type { LastClamp, LogEntry, OffsetAction } from '../../shared/contract/cell-schema.ts';
import type { ManipulatorWish } from '../../shared/contract/manipulator-schema.ts';
import type { MembraneTest, RigStatus } from '../../shared/contract/schemas.ts';
import { portText, type RigPort } from '../../shared/rig/rig-port.ts';
import type { AcquisitionClient, AcquisitionClientOptions } from '../acquisition/index.ts';
import type { RigLog } from './rig-log.ts';
import type { RigSettingsKeeper } from './rig-settings-keeper.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import { RequestError } from '../ipc/request-error.ts';
import { assertAllowedPort } from '../security/allowed-port.ts';

/** A voltage-clamp recording that is stored. */
export type Clamped = Pick<StoredRecording, 'sessionKey' | 'recordingId'>;

export interface Recorded {
  readonly sessionKey: string;
  readonly outcome: Pick<EndedRun, 'status' | 'recordingIds' | 'reason'>;
}

export interface RigServiceOptions {
  readonly createClient: (events: Omit<AcquisitionClientOptions, 'start' | 'init' | 'launchEmulator'>) => AcquisitionClient;
  readonly sessionsFolder: string;
  readonly settings: RigSettingsKeeper;
  readonly log: RigLog;
  readonly send: EventSender;
  /** Called when the voltage clamp of a run is stored completely and the run continues with the free potential. */
  readonly onClamped: (clamped: Clamped) => void;
  /** Called when a run has ended and its samples are stored. */
  readonly onRecorded: (recorded: Recorded) => void;
  /** Called when the cell was let go: another comes, or the device is disconnected. */
  readonly onCellClosed: () => void;
}

/** What the window asks for; where it is stored is main's to say. */
export interface RunWish extends Omit<RecordWish, 'target' | 'temperatureC'> {
  readonly cellName: string;
  readonly notes?: string | undefined;
  /** Of the cell of a new session. */
  readonly culture?: Culture | undefined;
  /** One more recording into this session of the folder; absent: a new session. */
  readonly sessionKey?: string | undefined;
  readonly temperatureC?: number | undefined;
}

/** The one rig of the app, which lives in the acquisition process: passes on what is asked and what comes. */
export class RigService {
  readonly #client: AcquisitionClient;
  readonly #options: RigServiceOptions;
  /** Ports that were listed last, as text. */
  #found: ReadonlySet<string> = new Set();

  constructor(options: RigServiceOptions) {
    const { send, onClamped, onRecorded } = options;
    this.#options = options;
    this.#client = options.createClient({
      onStatus: (status) => send('rig:status', status),
      onSamples: (block) => send('rig:samples', block),
      onStored: (stored) => {
        if (stored.more) onClamped(stored);
      },
      onEnded: ({ sessionKey, status, recordingIds, reason }) => {
        if (sessionKey !== '') send('session:changed', { sessionKey });
        onRecorded({ sessionKey, outcome: { status, recordingIds, reason } });
      },
      onLogged: (entry) => this.#logged(entry),
      onNotice: (level, message) => send('app:notice', { level, message }),
    });
  }

  /** Starts the acquisition process before anything is asked of it. */
  start(): void {
    this.#client.start();
  }

  status(): RigStatus {
    return this.#client.status();
  }

  isRecording(): boolean {
    return this.#client.isRecording();
  }

  async ports(): Promise<AcquisitionJobs['ports']['result']> {
    const list = await this.#client.request('ports', undefined);
    this.#found = new Set(list.ports.map(({ port }) => portText(port)));
    return list;
  }

  /** @throws RequestError for a port that the window may not name */
  async connect(port: RigPort): Promise<RigStatus> {
    await this.#client.request('settings', this.#settings());
    return this.#client.request('connect', { port: assertAllowedPort(port, this.#found), scope: true });
  }

  /** At the start of the app; a failure is shown and the app goes on without a rig. */
  connectSimulated(): void {
    if (this.status().state !== 'disconnected') return;
    this.connect({ kind: 'simulated' }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.send('app:notice', { level: 'error', message: `The simulated rig could not be connected: ${reason}` });
    });
  }

  async disconnect(): Promise<RigStatus> {
    const status = await this.#client.request('disconnect', undefined);
    this.#options.onCellClosed();
    return status;
  }

  membraneTest(): Promise<MembraneTest> {
    return this.#client.request('membraneTest', undefined);
  }

  checkCompensation(): Promise<RigStatus> {
    return this.#client.request('compensation', undefined);
  }

  scope(on: boolean): Promise<RigStatus> {
    return this.#client.request('scope', { on });
  }

  /** As kept; a file that holds none is shown as a notice, and the usual ones are used. */
  settings(): RigSettings {
    return this.#settings();
  }

  /** Kept only once the rig has taken them. */
  async keepSettings(settings: RigSettings): Promise<RigStatus> {
    const status = await this.#client.request('settings', settings);
    this.#options.settings.keep(settings);
    return status;
  }

  stage(stage: Stage): Promise<RigStatus> {
    return this.#client.request('stage', { stage });
  }

  offset(action: OffsetAction): Promise<RigStatus> {
    return this.#client.request('offset', { action });
  }

  zap(pulse: ZapPulse): Promise<RigStatus> {
    return this.#client.request('zap', pulse);
  }

  flow(wish: FlowWish): Promise<RigStatus> {
    return this.#client.request('bath', wish);
  }

  /** @param blocks what its drugs block, for a simulated rig */
  sequence(wish: RunWish, plan: SequencePlan, blocks: Readonly<Record<string, readonly ChannelBlock[]>>): Promise<RigStatus> {
    return this.#client.request('sequence', { plan, run: this.#run(wish), blocks });
  }

  endSequence(): Promise<RigStatus> {
    return this.#client.request('endSequence', undefined);
  }

  simulate(order: EmulatorOrder): Promise<RigStatus> {
    return this.#client.request('simulate', order);
  }

  async newCell(): Promise<RigStatus> {
    const status = await this.#client.request('newCell', undefined);
    this.#options.onCellClosed();
    return status;
  }

  /** @throws RequestError for a port that the window may not name */
  async manipulator(wish: ManipulatorWish | null): Promise<RigStatus> {
    if (wish !== null) assertAllowedPort({ kind: 'serial', name: wish.port }, this.#found);
    return this.#client.request('manipulator', { wish });
  }

  readManipulator(): Promise<RigStatus> {
    return this.#client.request('readManipulator', undefined);
  }

  stopManipulator(): Promise<RigStatus> {
    return this.#client.request('stopManipulator', undefined);
  }

  resumeCell(clamp: LastClamp): Promise<RigStatus> {
    return this.#client.request('resumeCell', { clamp });
  }

  async note(words: string): Promise<void> {
    await this.#client.request('note', { words });
  }

  log(): LogEntry[] {
    return this.#options.log.last();
  }

  #settings(): RigSettings {
    try {
      return this.#options.settings.read();
    } catch (error) {
      this.#options.send('app:notice', { level: 'warning', message: error instanceof Error ? error.message : String(error) });
      return this.#options.settings.read();
    }
  }

  /** A line of the log that this process writes. */
  addToLog(words: string): void {
    this.#logged({ at: new Date().toISOString(), kind: 'cell', words: words.slice(0, 1000) });
  }

  #logged(entry: LogEntry): void {
    try {
      this.#options.log.add(entry);
    } catch (error) {
      this.#options.send('app:notice', { level: 'warning', message: error instanceof Error ? error.message : String(error) });
    }
    this.#options.send('rig:logged', entry);
  }

  /** Begins a run in a new session or one more in an old one; answers once the device has started. */
  async record(wish: RunWish): Promise<{ sessionKey: string; recordingId: number }> {
    const { sessionKey, recordingId } = await this.#client.request('record', this.#run(wish));
    this.#options.send('session:changed', { sessionKey });
    return { sessionKey, recordingId };
  }

  stop(): Promise<RigStatus> {
    return this.#client.request('stop', undefined);
  }

  /** Ends the run after its running item and answers once all is stored. */
  async stopAndWait(): Promise<void> {
    await this.#client.request('stopAndWait', undefined);
  }

  abort(): Promise<RigStatus> {
    return this.#client.request('abort', undefined);
  }

  #run({ cellName, notes, culture, sessionKey: into, temperatureC, ...wish }: RunWish): RecordWish {
    return {
      ...wish,
      target: this.#target(cellName, [notes ?? '', ...cultureLines(culture ?? NOT_STATED)].filter(Boolean).join('\n'), into),
      ...(temperatureC === undefined ? {} : { temperatureC }),
    };
  }

  #target(cellName: string, notes: string, into: string | undefined): RecordTarget {
    const folder = this.#options.sessionsFolder;
    if (into === undefined) return { kind: 'new', folder, cellName, notes };
    if (basename(into) !== into)
      throw new RequestError('bad-request', 'Expected the name of a session file, got a path. List the sessions again.');
    return { kind: 'file', path: join(folder, into), cellName };
  }

  /** The display has taken this block. */
  samplesTaken(seq: number): void {
    this.#client.taken(seq);
  }

  /** The page was loaded anew. */
  pageReset(): void {
    this.#client.pageReset();
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
