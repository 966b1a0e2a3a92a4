import { createHash, randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type {
  CalibrationEntry,
  Compensation,
  DeviceMessage,
  DeviceStatus,
  HostMessage,
  ProtocolItem,
  Welcome,
} from '../../../shared/riglink/index.ts';
import { CAPABILITY, itemListBytes } from '../../../shared/riglink/index.ts';
import { Emitter } from '../emitter.ts';
import { asRigError, RigError } from '../rig-error.ts';
import type { Transport } from '../transport/transport.ts';
import { assertCompensation, checkCompensation } from './check-compensation.ts';
import { assertItems, assertRealised } from './check-items.ts';
import type { Answer } from './control-channel.ts';
import { DeviceLine } from './device-line.ts';
import { DeviceRun } from './device-run.ts';
import type { DeviceRunEnd } from './device-run.ts';
import type { DriverEvents, LinkCounts } from './driver-events.ts';
import { greet, readCalibration } from './handshake.ts';
import { lastReply } from './last-reply.ts';
import { realisedItems } from './realised-items.ts';
import { SafetyWatch } from './safety-watch.ts';
import { chooseSettings } from './settings.ts';
import type { ChosenSettings, ClampConfig } from './settings.ts';

export type { DriverEvents, LinkCounts } from './driver-events.ts';
export type { ClampConfig } from './settings.ts';

const CREDIT_FRAMES = 64;
const PING_MS = 200;
const PANIC_TRIES = 10;
/** Temperatures that a bath can have, degC; a thermometer that tells another is not believed. */
const BATH_C = { least: -20, most: 60 } as const;

/** One RigLink device. Samples reach `block` listeners synchronously, in order, as they are read from the line. */
export class RigLinkDriver {
  readonly events = new Emitter<DriverEvents>();
  /** As checked; names are printable. */
  readonly welcome: Welcome;
  readonly calibration: readonly CalibrationEntry[];
  private readonly link: DeviceLine;
  private readonly pinger: NodeJS.Timeout;
  private readonly safety = new SafetyWatch();
  private settings: ChosenSettings | null = null;
  private realised: readonly ProtocolItem[] | null = null;
  /** The run that plays or played last. */
  private run: DeviceRun | null = null;
  private running = false;
  private framesSinceCredit = 0;
  private runNumber = randomInt(2 ** 31);
  private protocolNumber = randomInt(2 ** 31);
  /** After a PANIC nothing is set or played until whoever owns the device allows it again. */
  private barred = false;
  private closing: Promise<void> | null = null;
  private pinging = false;
  private isLost = false;
  private panicking: Promise<'acknowledged' | 'port-closed'> | null = null;

  private constructor(link: DeviceLine, welcome: Welcome, calibration: readonly CalibrationEntry[]) {
    this.link = link;
    this.welcome = welcome;
    this.calibration = calibration;
    link.onMessage = (message) => this.receive(message);
    link.onLost = (error) => this.lose(error);
    this.pinger = setInterval(() => void this.ping(), PING_MS);
  }

  /**
   * Handshake and calibration. Closes the transport where that fails or `signal` aborts it.
   * @throws RigError no-answer, refused, bad-device, aborted
   */
  static async connect(transport: Transport, signal?: AbortSignal): Promise<RigLinkDriver> {
    const link = new DeviceLine(transport);
    const cancel = (): void => link.control.break(new RigError('aborted', 'Connecting was cancelled; the port is closed. Connect again when ready.'));
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel);
    try {
      const welcome = await greet(link);
      const calibration: CalibrationEntry[] = [];
      for (const [range, rangePa] of welcome.currentRangesPa.entries()) {
        for (const channel of [0, 1]) calibration.push(await readCalibration(link, channel, range, rangePa));
      }
      return new RigLinkDriver(link, welcome, calibration);
    } catch (error) {
      await transport.close();
      throw asRigError(error, 'bad-device');
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  get simulated(): boolean {
    return this.can(CAPABILITY.simulated);
  }

  get canFastForward(): boolean {
    return this.can(CAPABILITY.fastForward);
  }

  get address(): string {
    return this.link.transport.address;
  }

  get isOpen(): boolean {
    return this.closing === null;
  }

  /** True from the start of a run until its end, as this end of the line sees it. */
  get isRunning(): boolean {
    return this.running;
  }

  counts(): LinkCounts {
    const { link, run } = this;
    return {
      badFrames: link.reader.counts().badFrames,
      unknownTypes: link.unknownTypes,
      malformed: link.malformed,
      repeats: link.control.repeats,
      lostSamples: run?.stream.lostSamples ?? 0,
      unasked: link.unasked,
      faultyFrames: run?.stream.faultyFrames ?? 0,
      faultyMessages: run?.faultyMessages ?? 0,
      stale: (run?.stream.staleFrames ?? 0) + (run?.staleMessages ?? 0),
      repeatedFrames: run?.stream.repeatedFrames ?? 0,
    };
  }

  /** @throws RigError bad-device where the device has no such rate or range, refused where no cell could be held so */
  async configure(config: ClampConfig): Promise<void> {
    const settings = chooseSettings(this.welcome, config);
    await this.act({ kind: 'config', ...settings.message });
    this.settings = settings;
    this.realised = null;
  }

  /** Returns what the amplifier could really be set to. @throws RigError bad-device where that cannot be or is not what was asked */
  async compensate(values: Compensation): Promise<Compensation> {
    assertCompensation(values);
    type Reply = Extract<DeviceMessage, { kind: 'compensationRealised' }>;
    const isReply = (message: DeviceMessage): message is Reply => message.kind === 'compensationRealised';
    const replies = await this.act({ kind: 'compensation', values }, { takes: isReply, whole: (all) => all.length > 0 });
    return checkCompensation(values, lastReply(replies, isReply, 'compensation').values);
  }

  /**
   * Sends a protocol and returns the items as the device will play them: those that were asked, but for the rounding of its stimulus.
   * @throws RigError refused where the items cannot be sent, bad-device where the device would play something else
   */
  async download(items: readonly ProtocolItem[]): Promise<readonly ProtocolItem[]> {
    const { sampleRateHz, mode } = this.configured();
    this.realised = null;
    assertItems(items, mode, sampleRateHz);
    const protocolNumber = (this.protocolNumber = (this.protocolNumber + 1) >>> 0);
    const sha256 = createHash('sha256').update(itemListBytes(items)).digest();
    await this.act({ kind: 'protocolBegin', protocolNumber, itemCount: items.length, sha256 });
    for (const [index, item] of items.entries()) await this.act({ kind: 'protocolItem', index, item });
    const pages = realisedItems(protocolNumber, items.length);
    const replies = await this.act({ kind: 'protocolCommit', protocolNumber }, pages);
    const realised = pages.joined(replies);
    assertRealised(items, realised, this.welcome.grid, mode);
    this.realised = realised;
    return realised;
  }

  async arm(): Promise<void> {
    this.downloaded();
    await this.act({ kind: 'arm' });
    await this.act({ kind: 'credit', frames: CREDIT_FRAMES });
  }

  /** Starts what was downloaded last. Where that fails its whole length comes as a gap. */
  async start(): Promise<void> {
    const { sampleRateHz, mode, message } = this.configured();
    // 0 is a device that has not yet started.
    this.runNumber = (this.runNumber % 0xffff_ffff) + 1;
    const run = new DeviceRun(
      {
        calibration: this.calibration,
        items: this.downloaded(),
        mode,
        sampleRateHz,
        range: message.rangeIndex,
        runNumber: this.can(CAPABILITY.runNumber) ? this.runNumber : null,
        simulated: this.simulated,
        nowMs: () => performance.now(),
      },
      {
        block: (block) => this.events.emit('block', block),
        gap: (gap) => this.events.emit('gap', gap),
        event: (event) => this.events.emit('event', event),
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
      run.giveUp();
      throw error;
    }
    run.started();
  }

  /** Samples from the start to the end of what was downloaded last. */
  get runSamples(): number {
    const us = this.downloaded().reduce((sum, { durationUs }) => sum + durationUs, 0);
    return Math.round((us * this.configured().sampleRateHz) / 1e6) + 1;
  }

  /** Ends what a PANIC began: the device may be set and started again. */
  allow(): void {
    this.barred = false;
  }

  /** Asks the device to end after the running item; the end comes as `runEnd`. */
  async stop(): Promise<void> {
    this.run?.askedToStop();
    await this.send({ kind: 'stop' });
  }

  /**
   * Safe level at once. Tries until the device acknowledges, and looks whether it then really stands still; where it does not, the
   * port is closed, which is a PANIC to the device. Returns how it ended; never throws, because there is nothing better left to try.
   * A second call while one is under way joins it.
   */
  panic(): Promise<'acknowledged' | 'port-closed'> {
    this.panicking ??= this.panicNow().finally(() => {
      this.panicking = null;
    });
    return this.panicking;
  }

  private async panicNow(): Promise<'acknowledged' | 'port-closed'> {
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
      return 'acknowledged';
    } catch (error) {
      await this.close();
      this.lose(asRigError(error, 'no-answer'));
      return 'port-closed';
    }
  }

  /** Closes the port; a second call waits for the first. */
  close(): Promise<void> {
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

  private configured(): ChosenSettings {
    if (this.settings !== null) return this.settings;
    throw new RigError('wrong-state', 'Expected a device that is set up, it is not. Connect again.');
  }

  private downloaded(): readonly ProtocolItem[] {
    if (this.realised !== null) return this.realised;
    throw new RigError('wrong-state', 'Expected a protocol in the device, none was downloaded. Start again.');
  }

  private async send(message: HostMessage): Promise<void> {
    await this.link.control.send(message);
  }

  /** Sends what sets or plays something, which must not come after a PANIC by chance. */
  private act(message: HostMessage, answer?: Answer): Promise<readonly DeviceMessage[]> {
    if (this.barred) return Promise.reject(new RigError('aborted', 'Expected to go on with the device, an abort came first. Start again when ready.'));
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
        else this.events.emit('event', message);
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
    const { temperatureC: told } = status;
    const temperatureC = told !== null && told >= BATH_C.least && told <= BATH_C.most ? told : null;
    this.safety.see(status.state);
    if (this.running) this.run?.takeStatus(status);
    this.events.emit('status', { ...status, temperatureC });
    // Credit lost with a frame on the line would stop the stream for ever: STATUS tells what is left.
    if (this.running && status.state === 'running' && status.creditFrames === 0) this.grant(CREDIT_FRAMES);
  }

  private endRun(run: DeviceRun, end: DeviceRunEnd): void {
    if (this.run === run) this.running = false;
    this.events.emit('runEnd', end);
  }

  private grant(frames: number): void {
    // An aborted or broken line rejects what waits, whoever aborted it handles that; a run without credit stalls, which is seen.
    this.send({ kind: 'credit', frames }).catch((error: unknown) => this.commandFailed(error));
  }

  private async ping(): Promise<void> {
    if (this.running) this.run?.look();
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
    // Whatever waits hears the cause, not that the port was closed for it.
    this.link.control.break(error);
    void this.close();
    if (this.running) this.run?.giveUp();
    this.running = false;
    this.events.emit('lost', error);
  }
}
