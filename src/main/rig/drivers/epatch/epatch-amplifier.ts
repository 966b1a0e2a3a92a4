import { performance } from 'node:perf_hooks';
import type { CalibrationEntry } from '../../../../core/amplifier/calibration.ts';
import type { AmplifierCapabilities } from '../../../../core/amplifier/capabilities.ts';
import type { Compensation } from '../../../../core/amplifier/compensation.ts';
import type { GivenZap, ZapPulse } from '../../../../core/amplifier/zap.ts';
import { MESSAGE, type EpatchFrame, type EpatchModel } from '../../../../shared/epatch/index.ts';
import type { AmplifierEvents, AmplifierStatus } from '../../amplifier/amplifier-events.ts';
import type { Amplifier, AmplifierIdentity } from '../../amplifier/amplifier.ts';
import type { ClampSettings } from '../../amplifier/clamp-settings.ts';
import type { StimulusItem } from '../../amplifier/stimulus-item.ts';
import { Emitter } from '../../emitter.ts';
import { asRigError, RigError } from '../../rig-error.ts';
import type { Transport } from '../../transport/transport.ts';
import { resetLogic } from './bring-up.ts';
import { calibrationOf, capabilitiesOf } from './capabilities-of.ts';
import { EpatchControl, FIRST_HOLD_UV, startsProtocol } from './control.ts';
import { planDownloads, type StimulusPlan } from './downloads.ts';
import { EpatchRun } from './epatch-run.ts';
import { HoldWatch } from './hold-watch.ts';
import { MessageLine } from './message-line.ts';
import { SampleScale } from './sample-scale.ts';

const PING_MS = 500;

interface Loaded {
  readonly plan: StimulusPlan;
  readonly protocolIds: readonly number[];
  /** It was played: the device holds something else now. */
  readonly played: boolean;
}

/** An ePatch of Elements on a serial line. Never tried on hardware (docs/epatch.md). */
export class EpatchAmplifier implements Amplifier {
  readonly events = new Emitter<AmplifierEvents>();
  readonly identity: AmplifierIdentity;
  readonly capabilities: AmplifierCapabilities;
  readonly calibration: readonly CalibrationEntry[];
  private readonly model: EpatchModel;
  private readonly line: MessageLine;
  private readonly control: EpatchControl;
  private readonly pinger: NodeJS.Timeout;
  private readonly watch = new HoldWatch();
  private settings: ClampSettings | null = null;
  private loaded: Loaded | null = null;
  private run: EpatchRun | null = null;
  /** The next download, but for its last item. */
  private announced: Promise<void> = Promise.resolve();
  /** After a PANIC, earlier operations must not continue by chance. */
  private barred = false;
  private closing: Promise<void> | null = null;
  private isLost = false;
  private pinging = false;
  private panicking: ReturnType<Amplifier['panic']> | null = null;

  private constructor(line: MessageLine, control: EpatchControl, model: EpatchModel, seed: number | null) {
    this.line = line;
    this.control = control;
    this.model = model;
    this.identity = {
      name: `ePatch ${model.id}`,
      firmware: '',
      serial: seed === null ? '' : `SIM-${String(seed).padStart(6, '0')}`,
      simulated: seed !== null,
    };
    this.capabilities = capabilitiesOf(model);
    this.calibration = calibrationOf(model);
    line.onFrame = (frame, missing) => this.receive(frame, missing);
    line.onLost = (error) => this.lose(error);
    this.pinger = setInterval(() => void this.ping(), PING_MS);
  }

  /** Resets the device and holds. Closes the transport where that fails. @throws RigError no-answer, aborted */
  static async connect(transport: Transport, model: EpatchModel, signal: AbortSignal): Promise<EpatchAmplifier> {
    const line = new MessageLine(transport);
    const cancel = (): void =>
      line.break(new RigError('aborted', 'Connecting was cancelled; the port is closed. Connect again when ready.'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    try {
      const control = new EpatchControl(line, model);
      await control.begin();
      const seed = await resetLogic(line, signal);
      await control.begin();
      await control.hold(FIRST_HOLD_UV);
      await control.resetChip();
      await control.hold(FIRST_HOLD_UV);
      return new EpatchAmplifier(line, control, model, seed);
    } catch (error) {
      line.break(asRigError(error, 'bad-device'));
      await transport.close();
      throw asRigError(error, 'bad-device');
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  get isOpen(): boolean {
    return this.closing === null;
  }

  get downloads(): number {
    return this.loaded?.plan.downloads.length ?? 1;
  }

  diagnostics() {
    const { line, run } = this;
    return {
      badFrames: line.reader.badFrames,
      strayBytes: line.reader.strayBytes,
      lostFrames: line.lostFrames,
      repeatedFrames: line.repeatedFrames,
      repeats: line.repeats,
      faultyFrames: run?.faultyFrames ?? 0,
      estimatedRests: run?.estimatedRests ?? 0,
    };
  }

  async configure(settings: ClampSettings): Promise<void> {
    this.barred = false;
    this.loaded = null;
    await this.control.configure(settings);
    this.assertAllowed();
    this.settings = settings;
    this.show('idle');
  }

  async compensate(values: Compensation): Promise<Compensation> {
    this.barred = false;
    return this.control.compensate(values);
  }

  async zap({ durationMs }: ZapPulse): Promise<GivenZap> {
    this.assertAllowed();
    this.loaded = null;
    return { levelMv: null, durationMs: await this.control.zap(durationMs) };
  }

  async load(items: readonly StimulusItem[]): Promise<readonly StimulusItem[]> {
    this.assertAllowed();
    this.loaded = null;
    const { holdLevel, mode } = this.configured();
    const plan = planDownloads(items, this.control.stepLevel, mode === 'VC' ? holdLevel : 0);
    await this.prime(plan);
    return plan.played;
  }

  /** What was played once is downloaded again. */
  async arm(): Promise<void> {
    const { plan, played } = this.assertLoaded();
    if (played) await this.prime(plan);
    this.show('armed');
  }

  private async prime(plan: StimulusPlan): Promise<void> {
    const loaded = { plan, protocolIds: plan.downloads.map(() => this.control.newProtocol()), played: false };
    await this.announce(loaded, 0);
    this.assertAllowed();
    this.loaded = loaded;
  }

  async start(): Promise<void> {
    this.assertAllowed();
    const loaded = this.assertLoaded();
    const settings = this.configured();
    const run: EpatchRun = new EpatchRun(
      {
        downloads: loaded.plan.downloads,
        protocolIds: loaded.protocolIds,
        played: loaded.plan.played,
        sampleRateHz: settings.sampleRateHz,
        scale: new SampleScale(this.model, settings),
        simulated: this.identity.simulated,
        nowMs: () => performance.now(),
      },
      {
        block: (block) => this.events.emit('samples', block),
        rest: (rest) => this.events.emit('rest', rest),
        event: (event) => this.events.emit('event', event),
        begun: (download) => this.prepare(run, loaded, download + 1),
        due: (download) => this.goOn(run, loaded, download),
        end: (end) => {
          if (this.loaded === loaded) this.loaded = { ...loaded, played: true };
          // Beyond the end it stays at the holding level; a stop has to be sent there.
          if (end.kind === 'ended' && end.stopped) this.ask(this.control.hold(settings.holdLevel));
          this.events.emit('end', end);
        },
      },
    );
    this.run = run;
    this.show('running');
    try {
      await this.complete(loaded, 0);
    } catch (error) {
      run.drop();
      throw error;
    }
  }

  stop(): Promise<void> {
    this.run?.askStop();
    return Promise.resolve();
  }

  panic(): ReturnType<Amplifier['panic']> {
    this.panicking ??= this.panicNow().finally(() => {
      this.panicking = null;
    });
    return this.panicking;
  }

  async close(): Promise<void> {
    await this.closePort();
  }

  /** A hold in the place of what plays; the device shows that it has begun it. */
  private async panicNow(): Promise<'stands-still' | 'port-closed'> {
    this.barred = true;
    this.run?.drop();
    this.loaded = null;
    if (this.closing !== null) {
      await this.closing;
      return 'port-closed';
    }
    try {
      const { mode, holdLevel } = this.settings ?? { mode: 'VC', holdLevel: FIRST_HOLD_UV };
      const seen = this.watch.begin();
      const protocolId = await this.control.hold(mode === 'VC' ? holdLevel : 0, { urgent: true });
      await seen(protocolId);
      this.show('safe');
      return 'stands-still';
    } catch (error) {
      await this.closePort();
      this.lose(asRigError(error, 'no-answer'));
      return 'port-closed';
    }
  }

  /** Sends a download but for its last item while the one before it plays. */
  private prepare(run: EpatchRun, loaded: Loaded, download: number): void {
    if (download >= loaded.plan.downloads.length) return;
    this.announced = this.announce(loaded, download);
    this.ask(this.announced, run);
  }

  /** On a bad line its other items may still be on their way. */
  private goOn(run: EpatchRun, loaded: Loaded, download: number): void {
    this.ask(
      this.announced.then(() => this.complete(loaded, download)),
      run,
    );
  }

  private announce({ plan, protocolIds }: Loaded, download: number): Promise<void> {
    const { items } = plan.downloads[download]!;
    return this.control.announce(protocolIds[download]!, items, items.at(-1)!.start);
  }

  private complete({ plan, protocolIds }: Loaded, download: number): Promise<void> {
    return this.control.complete(protocolIds[download]!, plan.downloads[download]!.items);
  }

  /** What nothing waits for. A message that was dropped by an abort is not a fault. */
  private ask(work: Promise<unknown>, run?: EpatchRun): void {
    work.catch((error: unknown) => {
      const rigError = asRigError(error, 'no-answer');
      if (rigError.code === 'aborted' || this.closing !== null) return;
      run?.cutShort(rigError.message);
      this.lose(rigError);
    });
  }

  private receive(frame: EpatchFrame, missing: number): void {
    if (this.isLost) return;
    const begun = startsProtocol(frame);
    if (begun !== null) this.watch.see(begun);
    this.run?.take(frame, missing);
  }

  private show(state: AmplifierStatus['state']): void {
    this.events.emit('status', { state, temperatureC: null });
  }

  private assertLoaded(): Loaded {
    if (this.loaded !== null) return this.loaded;
    throw new RigError('wrong-state', 'Expected a protocol in the device, none was downloaded. Start again.');
  }

  private assertAllowed(): void {
    if (this.barred) throw new RigError('aborted', 'Expected to go on with the device, an abort came first. Start again when ready.');
  }

  private configured(): ClampSettings {
    if (this.settings !== null) return this.settings;
    throw new RigError('wrong-state', 'Expected a device that is set up, it is not. Connect again.');
  }

  private async ping(): Promise<void> {
    if (this.pinging) return;
    this.pinging = true;
    try {
      await this.line.send({ type: MESSAGE.ping, words: [] });
    } catch (error) {
      const rigError = asRigError(error, 'no-answer');
      if (rigError.code !== 'aborted' && this.closing === null) this.lose(rigError);
    } finally {
      this.pinging = false;
    }
  }

  /** A second call waits for the first. */
  private closePort(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private closeNow(): Promise<void> {
    clearInterval(this.pinger);
    const closed = new RigError('port-lost', 'Expected an open port, it was closed. Connect again.');
    this.watch.giveUp(closed);
    this.line.break(closed);
    return this.line.transport.close();
  }

  private lose(error: RigError): void {
    if (this.isLost) return;
    this.isLost = true;
    this.line.break(error);
    void this.closePort();
    this.run?.drop();
    this.events.emit('fault', error);
  }
}
