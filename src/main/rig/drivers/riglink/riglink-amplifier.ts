import { createHash, randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { CalibrationEntry } from '../../../../core/amplifier/calibration.ts';
import type { AmplifierCapabilities } from '../../../../core/amplifier/capabilities.ts';
import type { Compensation } from '../../../../core/amplifier/compensation.ts';
import type { GivenZap, ZapPulse } from '../../../../core/amplifier/zap.ts';
import type { DeviceMessage, DeviceStatus, HostMessage, Welcome } from '../../../../shared/riglink/index.ts';
import { CAPABILITY, EVENT_CODE, itemListBytes } from '../../../../shared/riglink/index.ts';
import type { AmplifierEvents, AmplifierRunEnd } from '../../amplifier/amplifier-events.ts';
import type { Amplifier, AmplifierIdentity } from '../../amplifier/amplifier.ts';
import type { ClampSettings } from '../../amplifier/clamp-settings.ts';
import type { StimulusItem } from '../../amplifier/stimulus-item.ts';
import { Emitter } from '../../emitter.ts';
import { asRigError, RigError } from '../../rig-error.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import type { Answer } from './control-channel.ts';
import { DeviceLine } from './device-line.ts';
import { DeviceRun } from './device-run.ts';
import { greet, readCalibration } from './handshake.ts';
import { lastReply } from './last-reply.ts';
import { realisedItems } from './realised-items.ts';
import { SafetyWatch } from './safety-watch.ts';
import { fromWireItem, toWireItem } from './stimulus-codec.ts';
import { TelegraphWatch } from './telegraph-watch.ts';
import type { Transport } from '../../transport/transport.ts';

const EVENT_NAMES = new Map<number, string>(Object.entries(EVENT_CODE).map(([name, code]) => [code, name]));
const CREDIT_FRAMES = 64;
const PING_MS = 200;
const PANIC_TRIES = 10;
/** Possible bath temperatures, degC; a reading outside is ignored. */
const BATH_C = { least: -20, most: 60 } as const;

/** One RigLink device. */
export class RigLinkAmplifier implements Amplifier {
  readonly events = new Emitter<AmplifierEvents>();
  readonly identity: AmplifierIdentity;
  readonly capabilities: AmplifierCapabilities;
  readonly calibration: readonly CalibrationEntry[];
  private readonly link: DeviceLine;
  private readonly pinger: NodeJS.Timeout;
  private readonly safety = new SafetyWatch();
  private readonly knobs: TelegraphWatch;
  /** As checked; names are printable. */
  private readonly welcome: Welcome;
  /** Ends what was started to open the port. */
  private readonly release: () => Promise<void>;
  private settings: ClampSettings | null = null;
  private realised: readonly StimulusItem[] | null = null;
  /** The run that is playing or was played last. */
  private run: DeviceRun | null = null;
  private running = false;
  private framesSinceCredit = 0;
  private runNumber = randomInt(2 ** 31);
  private protocolNumber = randomInt(2 ** 31);
  /** After a PANIC, earlier operations must not continue by chance. */
  private barred = false;
  private closing: Promise<void> | null = null;
  private pinging = false;
  private isLost = false;
  private temperatureC: number | null = null;
  private panicking: ReturnType<Amplifier['panic']> | null = null;

  private constructor(link: DeviceLine, welcome: Welcome, calibration: readonly CalibrationEntry[], release: () => Promise<void>) {
    this.link = link;
    this.welcome = welcome;
    this.knobs = new TelegraphWatch(welcome.telegraphed);
    this.release = release;
    const { deviceName: name, firmware, serial } = welcome;
    this.identity = { name, firmware, serial, simulated: this.can(CAPABILITY.simulated) };
    this.capabilities = capabilitiesOf(welcome);
    this.calibration = calibration;
    link.onMessage = (message) => this.receive(message);
    link.onLost = (error) => this.lose(error);
    this.pinger = setInterval(() => void this.ping(), PING_MS);
  }

  /**
   * Handshake and calibration. Closes the transport where that fails or `signal` aborts it.
   * @param release called once the device is closed
   * @throws RigError no-answer, refused, bad-device, aborted
   */
  static async connect(
    transport: Transport,
    signal?: AbortSignal,
    release: () => Promise<void> = () => Promise.resolve(),
  ): Promise<RigLinkAmplifier> {
    const link = new DeviceLine(transport);
    const cancel = (): void =>
      link.control.break(new RigError('aborted', 'Connecting was cancelled; the port is closed. Connect again when ready.'));
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      const welcome = await greet(link);
      const calibration: CalibrationEntry[] = [];
      for (const [range, rangePa] of welcome.currentRangesPa.entries()) {
        for (const channel of [0, 1]) calibration.push(await readCalibration(link, channel, range, rangePa));
      }
      return new RigLinkAmplifier(link, welcome, calibration, release);
    } catch (error) {
      await transport.close();
      throw asRigError(error, 'bad-device');
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  get isOpen(): boolean {
    return this.closing === null;
  }

  /** Frames and messages that were dropped or requested again (docs/riglink.md). */
  diagnostics() {
    const { link, run } = this;
    return {
      badFrames: link.reader.counts().badFrames,
      unknownTypes: link.unknownTypes,
      malformed: link.malformed,
      repeats: link.control.repeats,
      unasked: link.unasked,
      faultyFrames: run?.stream.faultyFrames ?? 0,
      faultyMessages: run?.faultyMessages ?? 0,
      stale: (run?.stream.staleFrames ?? 0) + (run?.staleMessages ?? 0),
      repeatedFrames: run?.stream.repeatedFrames ?? 0,
    };
  }

  async configure(settings: ClampSettings): Promise<void> {
    this.barred = false;
    const { sampleRateHz, rangePa, filterHz, mode, holdLevel } = settings;
    const rateIndex = this.welcome.sampleRatesHz.indexOf(sampleRateHz);
    await this.act({ kind: 'config', rateIndex, rangeIndex: this.rangeIndex(rangePa), filterHz, mode, holdLevel });
    this.settings = settings;
    this.knobs.setUp();
    this.realised = null;
  }

  async compensate(values: Compensation): Promise<Compensation> {
    this.barred = false;
    type Reply = Extract<DeviceMessage, { kind: 'compensationRealised' }>;
    const isReply = (message: DeviceMessage): message is Reply => message.kind === 'compensationRealised';
    const replies = await this.act({ kind: 'compensation', values }, { takes: isReply, whole: (all) => all.length > 0 });
    return lastReply(replies, isReply, 'compensation').values;
  }

  /** A repeated command is answered from the memory of the device: one call, one pulse. */
  async zap({ levelMv, durationMs }: ZapPulse): Promise<GivenZap> {
    type Reply = Extract<DeviceMessage, { kind: 'zapRealised' }>;
    const isReply = (message: DeviceMessage): message is Reply => message.kind === 'zapRealised';
    const pulse = { levelUv: Math.round(levelMv * 1000), durationUs: Math.round(durationMs * 1000) };
    const replies = await this.act({ kind: 'zap', ...pulse }, { takes: isReply, whole: (all) => all.length > 0 });
    const { levelUv, durationUs } = lastReply(replies, isReply, 'zap');
    return { levelMv: levelUv / 1000, durationMs: durationUs / 1000 };
  }

  async load(items: readonly StimulusItem[]): Promise<readonly StimulusItem[]> {
    this.realised = null;
    const asked = items.map(toWireItem);
    const protocolNumber = (this.protocolNumber = (this.protocolNumber + 1) >>> 0);
    const sha256 = createHash('sha256').update(itemListBytes(asked)).digest();
    await this.act({ kind: 'protocolBegin', protocolNumber, itemCount: asked.length, sha256 });
    for (const [index, item] of asked.entries()) await this.act({ kind: 'protocolItem', index, item });
    const pages = realisedItems(protocolNumber, asked.length);
    const replies = await this.act({ kind: 'protocolCommit', protocolNumber }, pages);
    this.realised = pages.joined(replies).map(fromWireItem);
    return this.realised;
  }

  async arm(): Promise<void> {
    this.downloaded();
    await this.knobs.agree(this.configured());
    await this.act({ kind: 'arm' });
    await this.act({ kind: 'credit', frames: CREDIT_FRAMES });
  }

  async start(): Promise<void> {
    const { sampleRateHz, rangePa } = this.configured();
    // 0 stands for a device that has not started a run.
    this.runNumber = (this.runNumber % 0xffff_ffff) + 1;
    const run = new DeviceRun(
      {
        calibration: this.calibration,
        items: this.downloaded(),
        sampleRateHz,
        range: this.rangeIndex(rangePa),
        runNumber: this.can(CAPABILITY.runNumber) ? this.runNumber : null,
        simulated: this.identity.simulated,
        nowMs: () => performance.now(),
      },
      {
        block: (block) => this.events.emit('samples', block),
        gap: (gap) => this.events.emit('gap', gap),
        event: (event) => this.deviceEvent(event),
        end: (end) => this.endRun(run, end),
      },
    );
    this.run = run;
    this.framesSinceCredit = 0;
    this.running = true;
    try {
      await this.act({ kind: 'start', runNumber: this.can(CAPABILITY.runNumber) ? this.runNumber : null });
    } catch (error) {
      if (this.run === run) this.running = false;
      run.drop();
      throw error;
    }
    run.started();
  }

  async stop(): Promise<void> {
    await this.send({ kind: 'stop' });
  }

  /** Repeats until the device acknowledges, then checks that it has really stopped. */
  panic(): ReturnType<Amplifier['panic']> {
    this.panicking ??= this.panicNow().finally(() => {
      this.panicking = null;
    });
    return this.panicking;
  }

  private async panicNow(): Promise<'stands-still' | 'port-closed'> {
    this.barred = true;
    this.running = false;
    this.run?.drop();
    this.realised = null;
    if (this.closing !== null) {
      await this.closing;
      return 'port-closed';
    }
    try {
      await this.link.control.sendUrgent({ kind: 'panic' }, PANIC_TRIES);
      await this.send({ kind: 'stop' });
      await this.safety.standsStill();
      return 'stands-still';
    } catch (error) {
      await this.closePort();
      this.lose(asRigError(error, 'no-answer'));
      return 'port-closed';
    }
  }

  async close(): Promise<void> {
    await this.closePort();
    await this.release();
  }

  /** A second call waits for the first. */
  private closePort(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private closeNow(): Promise<void> {
    clearInterval(this.pinger);
    const closed = new RigError('port-lost', 'Expected an open port, it was closed. Connect again.');
    this.link.control.break(closed);
    this.safety.giveUp(closed);
    return this.link.transport.close();
  }

  private can(capability: number): boolean {
    return (this.welcome.capabilities & capability) !== 0;
  }

  private rangeIndex(rangePa: number): number {
    return this.welcome.currentRangesPa.indexOf(rangePa);
  }

  private configured(): ClampSettings {
    if (this.settings !== null) return this.settings;
    throw new RigError('wrong-state', 'Expected a device that is set up, it is not. Connect again.');
  }

  private downloaded(): readonly StimulusItem[] {
    if (this.realised !== null) return this.realised;
    throw new RigError('wrong-state', 'Expected a protocol in the device, none was downloaded. Start again.');
  }

  private async send(message: HostMessage): Promise<void> {
    await this.link.control.send(message);
  }

  /** Sends a command that sets or plays something; it must not be sent by chance after a PANIC. */
  private act(message: HostMessage, answer?: Answer): Promise<readonly DeviceMessage[]> {
    if (this.barred)
      return Promise.reject(new RigError('aborted', 'Expected to go on with the device, an abort came first. Start again when ready.'));
    return this.link.control.send(message, answer);
  }

  private receive(message: DeviceMessage): void {
    if (this.isLost) return;
    switch (message.kind) {
      case 'samples':
        if (this.running) this.takeSamples(message);
        break;
      case 'event':
        if (this.running) this.run?.takeEvent(message);
        else this.deviceEvent(message);
        break;
      case 'status':
        this.takeStatus(message);
        break;
      default:
        if (!this.link.answer(message) && message.kind === 'welcome' && this.running) this.run?.deviceRestarted();
    }
  }

  private takeSamples(samples: Extract<DeviceMessage, { kind: 'samples' }>): void {
    this.run?.takeSamples(samples);
    if (!this.running || ++this.framesSinceCredit < CREDIT_FRAMES / 2) return;
    this.grant(this.framesSinceCredit);
    this.framesSinceCredit = 0;
  }

  private takeStatus(status: DeviceStatus): void {
    const { temperatureC: readingC } = status;
    const temperatureC = readingC !== null && readingC >= BATH_C.least && readingC <= BATH_C.most ? readingC : null;
    this.temperatureC = temperatureC;
    this.safety.see(status.state);
    const knobTurned = this.knobs.see(status.telegraph, this.settings);
    if (this.running && knobTurned !== null) this.run?.knobTurned(knobTurned);
    if (this.running) this.run?.takeStatus(status);
    this.events.emit('status', { state: status.state, temperatureC, front: this.knobs.now(this.settings) });
    // Credit lost with a frame on the line would stop the stream for ever: STATUS reports what is left.
    if (this.running && status.state === 'running' && status.creditFrames === 0) this.grant(CREDIT_FRAMES);
  }

  private deviceEvent({ index, code, argument }: Extract<DeviceMessage, { kind: 'event' }>): void {
    this.events.emit('event', { index, code, name: EVENT_NAMES.get(code) ?? `event ${code}`, argument });
    const wentSafe = code === EVENT_CODE.panic || code === EVENT_CODE.watchdog;
    // In a run, this event ends the run.
    if (wentSafe && !this.running) this.events.emit('status', { state: 'safe', temperatureC: this.temperatureC });
  }

  private endRun(run: DeviceRun, end: AmplifierRunEnd): void {
    if (this.run === run) this.running = false;
    this.events.emit('end', end);
  }

  private grant(frames: number): void {
    // An aborted or broken line rejects what waits, and its cause is handled there; a run without credit stalls, which is detected.
    this.send({ kind: 'credit', frames }).catch((error: unknown) => this.commandFailed(error));
  }

  private async ping(): Promise<void> {
    if (this.pinging) return;
    this.pinging = true;
    try {
      const hostTimeUs = Math.round(performance.now() * 1000);
      await this.link.control.send(
        { kind: 'ping', hostTimeUs },
        { takes: (reply) => reply.kind === 'pong' && reply.hostTimeUs === hostTimeUs, whole: (replies) => replies.length > 0 },
      );
    } catch (error) {
      this.commandFailed(error);
    } finally {
      this.pinging = false;
    }
  }

  private commandFailed(error: unknown): void {
    if (this.closing !== null) return;
    const rigError = asRigError(error, 'no-answer');
    if (rigError.code === 'no-answer' || rigError.code === 'bad-device') this.lose(rigError);
  }

  private lose(error: RigError): void {
    if (this.isLost) return;
    this.isLost = true;
    // Waiting commands get the cause as their error, not the closing of the port.
    this.link.control.break(error);
    void this.closePort();
    this.run?.drop();
    this.running = false;
    this.events.emit('fault', error);
  }
}
