import { BUILT_IN_RIG } from '../../core/amplifier/built-in-rig.ts';
import type { RigSettings } from '../../core/quality/rig-settings.ts';
import { zapProblem, type ZapPulse } from '../../core/amplifier/zap.ts';
import { setupFor } from '../../core/amplifier/recording-setup.ts';
import { usualRateHz } from '../../core/amplifier/usual-rate.ts';
import { errorText, RequestServer } from '../../node/work/index.ts';
import type {
  AcquisitionJob,
  AcquisitionJobs,
  BegunRun,
  EndedRun,
  FlowWish,
  SequenceWish,
  FromAcquisition,
  RecordWish,
  ToAcquisition,
} from '../../shared/acquisition/messages.ts';
import type { RigStatus } from '../../shared/contract/schemas.ts';
import { ThreadedRecorder, type OpenedSession } from '../recorder/index.ts';
import {
  DRIVERS,
  listAmplifiers,
  RECORD_DEFAULTS,
  Rig,
  RigError,
  type LiveBlock,
  type RecordingMeta,
  type RecordingSink,
  type RecordRequest,
  type RunOutcome,
} from '../rig/index.ts';
import { CellDesk } from './cell-desk.ts';
import { AcquisitionError, errorCode } from './acquisition-error.ts';
import { BATH_CODE, bathWords } from '../../core/quality/bath.ts';
import { offsetInBath } from '../../core/quality/pipette-offset.ts';
import { ManipulatorDesk } from './manipulator-desk.ts';
import { SequenceRun } from './sequence-run.ts';
import { DiskWatch } from './disk-watch.ts';
import { DisplayGate } from './display-gate.ts';
import { ParentEmulators } from './parent-emulators.ts';
import { RecordingJudge } from './recording-judge.ts';
import { SampleStream } from './sample-stream.ts';

/** Interval of the reports of elapsed time while recording, ms. */
const STATUS_EVERY_MS = 200;
/** Longest interval between two status reports, ms: by them the parent knows that this process lives. */
const HEARTBEAT_MS = 1000;

/** Code of an event that is a note of the operator; devices use codes below 256. */
export const NOTE_CODE = 1000;

/** What each request is to a person. */
const JOB_WORDS: Readonly<Record<AcquisitionJob, string>> = {
  status: 'The state of the rig',
  ports: 'The list of ports',
  connect: 'Connecting the rig',
  disconnect: 'Disconnecting the rig',
  membraneTest: 'The membrane test',
  compensation: 'The check of the compensation',
  scope: 'The test pulses',
  settings: 'The settings of the rig',
  stage: 'The stage of the cell',
  offset: 'The offset of the electrode',
  zap: 'The zap',
  bath: 'The change of the bath',
  sequence: 'The sequence',
  endSequence: 'Ending the sequence',
  simulate: 'The order to the simulated rig',
  manipulator: 'Connecting the manipulator',
  readManipulator: 'The position of the manipulator',
  stopManipulator: 'Stopping the manipulator',
  newCell: 'The new cell',
  resumeCell: 'Going on with the open cell',
  note: 'The note',
  record: 'The recording',
  stopAndWait: 'Stopping the recording',
  stop: 'Stopping the recording',
  abort: 'ABORT',
  close: 'Letting go of the rig',
};

type Handlers = { readonly [K in AcquisitionJob]: (request: AcquisitionJobs[K]['request']) => Promise<AcquisitionJobs[K]['result']> };
type Post = (message: FromAcquisition) => void;

/**
 * Rig, run and recorder, and nothing else: a fault of the window, of inference or of a reader of sessions has no effect here.
 * Samples go to the recorder first, then to the display; nothing waits for the display.
 */
export class Acquisition {
  readonly #post: Post;
  readonly #server: RequestServer;
  readonly #rig: Rig;
  readonly #recorder: ThreadedRecorder;
  readonly #gate: DisplayGate;
  readonly #display: SampleStream;
  readonly #disk: DiskWatch;
  readonly #emulators: ParentEmulators;
  readonly #cell: CellDesk;
  readonly #manipulator: ManipulatorDesk;
  /** The operator's settings; null: none were given, and a run takes the usual ones. */
  #settings: RigSettings | null = null;
  #recordingOpen = false;
  /** The run that is in progress or being started, with its session. */
  #run: { session: OpenedSession; readonly ended: Promise<unknown>; stopAsked: boolean; begun: boolean } | null = null;
  #sequence: SequenceRun | null = null;
  #lastRun: EndedRun | null = null;
  /** Number of the last reading at another level or with another offset. */
  #oldReading = 0;
  #statusMs = 0;
  /** Of the knobs of the amplifier, as it was reported last. */
  #mismatch: string | null = null;
  /** Samples of the recording in progress. */
  #recordedSamples = 0;

  constructor(init: Extract<ToAcquisition, { type: 'init' }>, post: Post) {
    this.#post = post;
    this.#server = new RequestServer((id, outcome) =>
      post(
        outcome.ok
          ? { type: 'result', id, result: outcome.result }
          : { type: 'error', id, code: errorCode(outcome.error), message: errorText(outcome.error) },
      ),
    );
    this.#emulators = new ParentEmulators(post);
    this.#disk = new DiskWatch(init.sessionsFolder);
    this.#rig = new Rig({ drivers: DRIVERS, launchEmulator: (seed) => this.#emulators.launch(seed) });
    this.#recorder = new ThreadedRecorder({
      thread: init.recorderThread,
      start: { rescueFolders: init.rescueFolders },
      onNotice: (level, message) => post({ type: 'notice', level, message }),
      onMoved: (session) => {
        if (this.#run !== null) this.#run.session = session;
      },
      onStored: () => this.#gate.look(),
    });
    this.#display = new SampleStream((block) => post({ type: 'samples', block }));
    this.#gate = new DisplayGate(
      () => this.#recorder.stored,
      (block) => this.#display.push(block),
    );
    this.#cell = new CellDesk(
      () => new Date(),
      (entry) => post({ type: 'logged', entry }),
    );
    this.#manipulator = new ManipulatorDesk(() => this.#report());
    this.#rig.events.on('status', (status) => {
      this.#cell.follow(status);
      this.#compareKnobs(status.front?.mismatch ?? null);
      this.#report();
    });
    this.#rig.events.on('samples', (block) => this.#shown(block));
    setInterval(() => this.#report(), HEARTBEAT_MS).unref();
    this.#report();
  }

  receive(message: ToAcquisition): void {
    switch (message.type) {
      case 'request':
        void this.#server.serve(message.id, () => this.#carryOut(message.job, message.request));
        return;
      case 'taken':
        this.#display.acknowledge(message.seq);
        return;
      case 'page-reset':
        this.#display.reset();
        return;
      case 'emulator':
      case 'emulator-failed':
        this.#emulators.answer(message);
        return;
      case 'init':
        return;
    }
  }

  /** An unexpected failure. The run continues; the operator is informed. */
  failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#post({
      type: 'notice',
      level: 'error',
      message:
        `A part of the acquisition failed (${reason.slice(0, 200)}). What is recorded is stored; watch the traces, and stop when ` +
        `they do not go on.`,
    });
  }

  /** The parent is gone: the device goes to its safe level, and what was recorded is kept. */
  async abandon(): Promise<void> {
    this.#askToStop();
    await this.#rig.abort();
    await this.#run?.ended;
    await this.#rig.disconnect();
    await this.#manipulator.disconnect();
  }

  readonly #handlers: Handlers = {
    status: async () => this.#status(),
    ports: () => listAmplifiers(DRIVERS),
    connect: async ({ port, scope = false }) => {
      await this.#rig.connect(port);
      this.#cell.forgetOffset();
      await this.#rig.setOffset(0);
      await this.#rig.setScope(scope);
      for (const problem of this.#notOffered(this.#settings)) {
        this.#cell.add('setting', problem);
        this.#post({ type: 'notice', level: 'warning', message: problem });
      }
      return this.#status();
    },
    disconnect: async () => {
      if (this.#run !== null) throw new AcquisitionError('busy', 'A recording is running. Stop or abort it before disconnecting.');
      this.#sequence?.end();
      await this.#rig.disconnect();
      return this.#status();
    },
    membraneTest: async () => {
      const test = await this.#rig.membraneTest();
      this.#cell.tested(test);
      return test;
    },
    compensation: async () => {
      const { compensationPercent = RECORD_DEFAULTS.compensationPercent } = this.#bySettings();
      this.#cell.checked(await this.#rig.checkCompensation(compensationPercent));
      this.#report();
      return this.#status();
    },
    scope: async ({ on }) => {
      await this.#rig.setScope(on);
      return this.#status();
    },
    settings: async (settings) => {
      const [problem] = this.#notOffered(settings);
      if (problem !== undefined) throw new AcquisitionError('rig', problem);
      this.#cell.set(settings);
      this.#settings = settings;
      this.#rig.setRecording(settings.recording);
      await this.#rig.setHolding(this.#cell.holdingMv);
      return this.#status();
    },
    stage: async ({ stage }) => {
      this.#cell.enter(stage);
      // Where nobody set anything the device keeps the level that it has.
      if (this.#settings !== null || stage === 'bath') await this.#rig.setHolding(this.#cell.holdingMv);
      this.#oldReading = this.#rig.status().scope?.reading?.number ?? 0;
      this.#report();
      return this.#status();
    },
    offset: async ({ action }) => {
      if (action === 'zero') await this.#zero();
      else this.#cell.lockOffset(action === 'lock');
      this.#report();
      return this.#status();
    },
    zap: async (pulse) => {
      this.#noSequence();
      await this.#zap(pulse);
      return this.#status();
    },
    bath: async (wish) => {
      this.#noSequence();
      this.#flow(wish);
      return this.#status();
    },
    sequence: async (wish) => {
      this.#beginSequence(wish);
      return this.#status();
    },
    endSequence: async () => {
      this.#sequence?.end();
      return this.#status();
    },
    simulate: async (order) => {
      this.#emulators.order(order);
      return this.#status();
    },
    manipulator: async ({ wish }) => {
      await (wish === null ? this.#manipulator.disconnect() : this.#manipulator.connect(wish));
      return this.#status();
    },
    readManipulator: async () => {
      await this.#manipulator.read();
      return this.#status();
    },
    stopManipulator: async () => {
      await this.#manipulator.stop();
      this.#cell.add('state', 'Manipulator stopped.');
      return this.#status();
    },
    newCell: async () => {
      this.#noSequence();
      if (this.#run !== null) throw new AcquisitionError('busy', 'A recording is running. Stop it before the next cell.');
      this.#cell.begin();
      if (this.#rig.status().state === 'idle') await this.#rig.setHolding(this.#cell.holdingMv);
      if (this.#emulators.canOrder) this.#emulators.order({ kind: 'perfuse', channels: [], concentrationNm: 0 });
      this.#report();
      return this.#status();
    },
    resumeCell: async ({ clamp }) => {
      this.#cell.resume(clamp);
      this.#report();
      return this.#status();
    },
    note: async ({ words }) => {
      this.#cell.add('note', words);
      if (this.#recordingOpen) this.#recorder.event({ sample: this.#recordedSamples, code: NOTE_CODE, name: words, argument: 0 });
      return undefined;
    },
    record: async (wish) => {
      this.#noSequence();
      return this.#record(wish);
    },
    stop: async () => {
      this.#askToStop();
      await this.#rig.stop();
      return this.#status();
    },
    stopAndWait: async () => {
      this.#askToStop();
      await this.#rig.stop();
      await this.#run?.ended;
      return this.#status();
    },
    abort: async () => {
      this.#askToStop();
      await this.#rig.abort();
      return this.#status();
    },
    close: async () => {
      await this.abandon();
      return undefined;
    },
  };

  async #carryOut(job: AcquisitionJob, request: unknown): Promise<unknown> {
    try {
      // Both ends are typed by the same table; the wire between them is not.
      return await (this.#handlers[job] as (request: unknown) => Promise<unknown>)(request);
    } catch (error) {
      if (errorCode(error) !== 'internal') throw error;
      console.error(`${job}:`, error);
      throw new Error(`${JOB_WORDS[job]} failed: ${errorText(error)}`, { cause: error });
    }
  }

  async #record(wish: RecordWish): Promise<BegunRun> {
    if (this.#run !== null) throw new AcquisitionError('busy', 'A recording is running. Stop it before starting another.');
    // A device that cannot record now must not cost a file.
    if (this.#rig.status().state !== 'idle')
      throw new AcquisitionError(
        'busy',
        `Expected the rig to be idle, it is ${this.#rig.status().state}. Connect, or wait until the run has ended.`,
      );
    let markEnded: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      markEnded = resolve;
    });
    const run = { session: { key: '', path: '' }, ended, stopAsked: false, begun: false };
    this.#run = run;
    try {
      run.session = await this.#recorder.open(wish.target);
      if (run.stopAsked) throw new AcquisitionError('cancelled', 'Stopped before the run began; nothing was recorded.');
      const { target: _target, ...request } = wish;
      this.#cell.noteOverride();
      const { recordingId, finished } = await this.#rig.record({
        ...this.#bySettings(),
        ...request,
        sessionKey: run.session.key,
        sink: this.#sink(wish),
        quality: () => this.#cell.stored(),
      });
      this.#cell.add('recording', `Recording ${recordingId}: ${wish.protocol.name}.`);
      run.begun = true;
      void finished.then((outcome) => this.#ended(outcome)).finally(markEnded);
      return { sessionKey: run.session.key, sessionPath: run.session.path, recordingId };
    } catch (error) {
      await this.#closeSession();
      this.#run = null;
      markEnded();
      throw error;
    }
  }

  /** @throws AcquisitionError busy while a sequence decides what is recorded */
  #noSequence(): void {
    if (this.#sequence !== null) throw new AcquisitionError('busy', 'A sequence is running on this cell. End it first.');
  }

  /** @throws AcquisitionError where it is locked, or nothing shows an open pipette */
  async #zero(): Promise<void> {
    const { scope, state } = this.#rig.status();
    const reading = scope?.running === true && (scope.reading?.number ?? 0) > this.#oldReading ? scope.reading : null;
    if (this.#cell.offset.locked) throw new AcquisitionError('rig', 'The electrode offset is locked. Unlock it, then zero it.');
    if (this.#cell.stage !== 'bath' || state !== 'idle' || reading === null)
      throw new AcquisitionError(
        'rig',
        'Expected test pulses on a pipette in the bath, got none. State Bath, wait for a reading of the pulses, then zero.',
      );
    const mv = zeroIn(reading, this.#cell.offset.mv);
    await this.#rig.setOffset(mv);
    this.#oldReading = this.#rig.status().scope?.reading?.number ?? 0;
    this.#cell.zero(mv);
  }

  /** @throws AcquisitionError where it is no moment for one, RigError where the device does not give it */
  async #zap(pulse: ZapPulse): Promise<void> {
    const { scope, state, capabilities } = this.#rig.status();
    if (this.#run !== null || state !== 'idle')
      throw new AcquisitionError(
        'busy',
        `Expected an idle rig for a zap, it is ${this.#run === null ? state : 'recording'}. Wait until it is idle.`,
      );
    const problem = zapProblem(pulse, capabilities?.zap ?? null);
    if (problem !== null) throw new AcquisitionError('rig', problem);
    if (this.#cell.stage !== 'seal' || scope?.wanted !== true)
      throw new AcquisitionError('rig', 'Expected a seal under test pulses, got none. Start the pulses and state Seal, then zap.');
    try {
      this.#cell.zapped(await this.#rig.zap(pulse));
    } catch (error) {
      const isRefused = error instanceof RigError && (error.code === 'refused' || error.code === 'wrong-state');
      if (!isRefused) this.#cell.maybeZapped(pulse, errorText(error));
      throw error;
    } finally {
      this.#report();
    }
  }

  #flow({ bath, channels }: FlowWish): void {
    this.#cell.flow(bath);
    if (this.#recordingOpen) this.#markBath(this.#recordedSamples);
    const concentrationNm = bath.phase === 'drug' ? (bath.concentrationNm ?? 0) : 0;
    if (this.#emulators.canOrder) this.#emulators.order({ kind: 'perfuse', channels, concentrationNm });
    this.#report();
  }

  #markBath(sample: number): void {
    const { bath } = this.#cell;
    if (bath !== null) this.#recorder.event({ sample, code: BATH_CODE, name: bathWords(bath), argument: 0 });
  }

  #beginSequence({ plan, run, blocks }: SequenceWish): void {
    this.#noSequence();
    if (this.#run !== null || this.#rig.status().state !== 'idle')
      throw new AcquisitionError('busy', 'Expected an idle rig for a sequence. Connect, or wait until the run has ended.');
    let target = run.target;
    const sequence = new SequenceRun(plan, {
      nowMs: () => performance.now(),
      flow: (bath) => this.#flow({ bath, channels: new Map(Object.entries(blocks)).get(bath.drug ?? '') ?? [] }),
      record: async () => {
        const { sessionPath } = await this.#record({ ...run, target });
        target = { kind: 'file', path: sessionPath, cellName: run.target.cellName };
        await this.#run?.ended;
        return this.#lastRun ?? { status: 'interrupted', reason: 'The recording ended without a result.' };
      },
      failed: () => this.#cell.failed(),
      changed: () => this.#report(),
    });
    this.#sequence = sequence;
    this.#cell.add('recording', `Sequence of ${sequence.now().total} recordings begun.`);
    void sequence.run().then((reason) => this.#sequenceEnded(sequence, reason));
  }

  #sequenceEnded(sequence: SequenceRun, reason: string | null): void {
    const { done, total } = sequence.now();
    this.#sequence = null;
    const words =
      reason === null ? `Sequence done, ${total} recordings.` : `Sequence ended after ${done} of ${total} recordings: ${reason}`;
    this.#cell.add('recording', words);
    this.#post({ type: 'notice', level: reason === null ? 'info' : 'warning', message: words });
    this.#report();
  }

  /** For a run that has not reached the device yet. */
  #askToStop(): void {
    this.#sequence?.end();
    if (this.#run !== null) this.#run.stopAsked = true;
  }

  /** The recorder, with a message to the parent for each recording that is stored. */
  #sink({ spontaneousSeconds }: RecordWish): RecordingSink {
    const recorder = this.#recorder;
    let judge: RecordingJudge | null = null;
    let running: { readonly recordingId: number; readonly kind: RecordingMeta['kind']; readonly isOwn: boolean } | null = null;
    return {
      begin: async (meta) => {
        const recordingId = await recorder.begin(meta);
        running = { recordingId, kind: meta.kind, isOwn: meta.leak?.role !== 'sub-sweeps' };
        this.#recordedSamples = 0;
        this.#recordingOpen = true;
        // Sub-sweeps are steps of some mV: nothing of the clamp is judged by them.
        judge = meta.kind === 'voltage-clamp' && meta.leak?.role !== 'sub-sweeps' ? new RecordingJudge(meta, recordingId) : null;
        if (meta.membraneTest !== null) this.#cell.tested(meta.membraneTest);
        this.#markBath(0);
        return recordingId;
      },
      block: (block) => {
        recorder.block(block);
        this.#recordedSamples = block.firstSample + block.voltageMv.length;
        judge?.block(block);
      },
      event: (event) => recorder.event(event),
      gap: (gap) => recorder.gap(gap),
      realised: (realised) => recorder.realised(realised),
      end: async (asked) => {
        this.#recordingOpen = false;
        const clamp = judge?.verdict() ?? null;
        judge = null;
        // Stored with the recording itself: the next one may never be made.
        if (clamp !== null) recorder.judged(this.#cell.recorded(clamp));
        const status = await recorder.end(asked);
        if (running !== null) {
          const { recordingId, kind, isOwn } = running;
          const more = kind === 'voltage-clamp' && isOwn && status === 'complete' && spontaneousSeconds > 0;
          this.#post({ type: 'stored', stored: { sessionKey: this.#run?.session.key ?? '', recordingId, kind, status, more } });
        }
        running = null;
        return status;
      },
      onFailure: (listener) => recorder.onFailure(listener),
    };
  }

  /** What the operator set for runs; nothing that the device cannot do. */
  #bySettings(): Partial<
    Pick<
      RecordRequest,
      'compensationPercent' | 'predictionPercent' | 'junctionPotentialMv' | 'sampleRateHz' | 'filterHz' | 'largestCurrentPa' | 'leak'
    >
  > {
    const { capabilities } = this.#rig.status();
    if (this.#settings === null || capabilities === null) return {};
    const { compensationPercent, predictionPercent, junctionPotentialMv, recording, leak } = this.#settings;
    const { sampleRateHz, filterHz, rangePa } = setupFor(recording, capabilities).chosen;
    return {
      sampleRateHz,
      filterHz,
      largestCurrentPa: rangePa,
      leak,
      ...(capabilities.compensates ? { compensationPercent, predictionPercent, junctionPotentialMv } : {}),
    };
  }

  /** Settings of recordings that the connected device does not offer, a sentence each. */
  #notOffered(settings: RigSettings | null): readonly string[] {
    const { capabilities } = this.#rig.status();
    return settings === null || capabilities === null ? [] : setupFor(settings.recording, capabilities).problems;
  }

  async #ended({ status, recordingIds, reason }: RunOutcome): Promise<void> {
    await this.#closeSession();
    const session = this.#run?.session ?? { key: '', path: '' };
    this.#run = null;
    this.#cell.add('recording', reason === null ? `Recorded, ${status}.` : `Recording ${status}: ${reason}`);
    const ended: EndedRun = (this.#lastRun = { sessionKey: session.key, sessionPath: session.path, status, recordingIds, reason });
    if (reason !== null)
      this.#post({
        type: 'notice',
        level: status === 'interrupted' ? 'error' : 'warning',
        message: `The recording is ${status}: ${reason}`,
      });
    this.#report();
    this.#post({ type: 'ended', run: ended });
  }

  async #closeSession(): Promise<void> {
    try {
      await this.#recorder.close();
    } catch (error) {
      this.#post({
        type: 'notice',
        level: 'error',
        message: `The session could not be closed: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }

  #shown(block: LiveBlock): void {
    this.#gate.push(block, this.#recorder.taken);
    if (performance.now() - this.#statusMs >= STATUS_EVERY_MS) this.#report();
  }

  #status(): RigStatus {
    const status = this.#rig.status();
    const rateHz = status.sampleRateHz ?? usualRateHz(status.capabilities ?? BUILT_IN_RIG.capabilities);
    // The device rests, but the session is not closed yet: the next run would be refused.
    const state = status.state === 'idle' && this.#run?.begun === true ? 'stopping' : status.state;
    const cell = { ...this.#cell.cellNow(), sequence: this.#sequence?.now() ?? null };
    return {
      ...status,
      state,
      cell,
      manipulator: this.#manipulator.now(),
      diskMinutesLeft: this.#disk.minutes(rateHz),
      notYetStoredS: this.#recorder.unstoredS(performance.now()),
    };
  }

  /** What is wrong with the knobs of the amplifier is loud, once each time that it begins. */
  #compareKnobs(mismatch: string | null): void {
    if (mismatch === this.#mismatch) return;
    this.#mismatch = mismatch;
    if (mismatch === null) return;
    this.#cell.add('state', mismatch);
    this.#post({ type: 'notice', level: 'error', message: mismatch });
  }

  #report(): void {
    this.#statusMs = performance.now();
    this.#post({ type: 'status', status: this.#status() });
  }
}

/** The bath is held at 0 mV. @throws AcquisitionError for what is no pipette in the bath */
function zeroIn(reading: Parameters<typeof offsetInBath>[0], subtractedMv: number): number {
  try {
    return offsetInBath(reading, 0, subtractedMv);
  } catch (error) {
    throw new AcquisitionError('rig', errorText(error));
  }
}
