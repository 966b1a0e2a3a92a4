import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type {
  CalibrationEntry,
  ClampMode,
  Compensation,
  DeviceMessage,
  DeviceStatus,
  HostMessage,
  ProtocolItem,
  Welcome,
} from '../../../shared/riglink/index.ts';
import { CAPABILITY, EVENT_CODE, itemListBytes } from '../../../shared/riglink/index.ts';
import { Emitter } from '../emitter.ts';
import { asRigError, RigError } from '../rig-error.ts';
import type { Transport } from '../transport/transport.ts';
import { DeviceLine } from './device-line.ts';
import { greet, missingReply, readCalibration } from './handshake.ts';
import type { StreamBlock, StreamGap } from './sample-stream.ts';
import { SampleStream } from './sample-stream.ts';

export interface DriverEvents extends Record<string, unknown> {
  block: StreamBlock;
  gap: StreamGap;
  event: { readonly code: number; readonly index: number; readonly argument: number };
  status: DeviceStatus;
  /** The run's last sample: index after it, and whether it was stopped before its protocol's end. */
  runEnd: { readonly index: number; readonly stopped: boolean };
  /** The link is gone; nothing more will come. */
  lost: RigError;
}

export interface ClampConfig {
  readonly sampleRateHz: number;
  /** Largest current expected, pA: the smallest range that holds it is taken. */
  readonly largestCurrentPa: number;
  readonly filterHz: number;
  readonly mode: ClampMode;
  /** Holding level: mV in VC, pA in CC. */
  readonly holding: number;
}

/** What did not fit on the line, for the log and the state bar. */
export interface LinkCounts {
  readonly badFrames: number;
  readonly unknownTypes: number;
  readonly malformed: number;
  readonly repeats: number;
  readonly lostSamples: number;
}

const CREDIT_FRAMES = 64;
const PING_MS = 200;
const PANIC_TRIES = 10;

/** One RigLink v1 device. Samples reach `block` listeners synchronously, in order, as they are read from the line. */
export class RigLinkDriver {
  readonly events = new Emitter<DriverEvents>();
  readonly welcome: Welcome;
  readonly calibration: readonly CalibrationEntry[];
  private readonly link: DeviceLine;
  private readonly stream: SampleStream;
  private readonly pinger: NodeJS.Timeout;
  private framesSinceCredit = 0;
  private running = false;
  private protocolNumber = 0;
  private closed = false;
  private pinging = false;
  private isLost = false;
  private panicking: Promise<'acknowledged' | 'port-closed'> | null = null;

  private constructor(link: DeviceLine, welcome: Welcome, calibration: readonly CalibrationEntry[]) {
    this.link = link;
    this.welcome = welcome;
    this.calibration = calibration;
    this.stream = new SampleStream(calibration);
    link.onMessage = (message) => this.receive(message);
    link.onLost = (error) => this.lose(error);
    this.pinger = setInterval(() => void this.ping(), PING_MS);
  }

  /** Handshake and calibration. Closes the transport where that fails. @throws RigError no-answer, refused, bad-device */
  static async connect(transport: Transport): Promise<RigLinkDriver> {
    const link = new DeviceLine(transport);
    try {
      const welcome = await greet(link);
      const calibration: CalibrationEntry[] = [];
      for (let range = 0; range < welcome.currentRangesPa.length; range++) {
        for (const channel of [0, 1]) calibration.push(await readCalibration(link, channel, range));
      }
      return new RigLinkDriver(link, welcome, calibration);
    } catch (error) {
      await transport.close();
      throw asRigError(error, 'bad-device');
    }
  }

  get simulated(): boolean {
    return (this.welcome.capabilities & CAPABILITY.simulated) !== 0;
  }

  get canFastForward(): boolean {
    return (this.welcome.capabilities & CAPABILITY.fastForward) !== 0;
  }

  get address(): string {
    return this.link.transport.address;
  }

  counts(): LinkCounts {
    return {
      badFrames: this.link.reader.counts().badFrames,
      unknownTypes: this.link.unknownTypes,
      malformed: this.link.malformed,
      repeats: this.link.control.repeats,
      lostSamples: this.stream.lostSamples,
    };
  }

  /** @throws RigError bad-device where the device has no such rate or range. */
  async configure(config: ClampConfig): Promise<void> {
    const rateIndex = this.welcome.sampleRatesHz.indexOf(config.sampleRateHz);
    const rangeIndex = this.welcome.currentRangesPa.findIndex((range) => range >= config.largestCurrentPa);
    if (rateIndex < 0 || rangeIndex < 0) {
      throw new RigError(
        'bad-device',
        `Expected a device with ${config.sampleRateHz} Hz and ${config.largestCurrentPa} pA, it has ${this.welcome.sampleRatesHz.join(', ')} Hz and ${this.welcome.currentRangesPa.join(', ')} pA. Choose one of these.`,
      );
    }
    const holdLevel = config.mode === 'I0' ? 0 : Math.round(config.holding * 1000);
    await this.send({ kind: 'config', rateIndex, rangeIndex, filterHz: config.filterHz, mode: config.mode, holdLevel });
  }

  /** Returns what the amplifier could really be set to. */
  async compensate(values: Compensation): Promise<Compensation> {
    const isReply = (message: DeviceMessage) => message.kind === 'compensationRealised';
    const replies = await this.link.control.send({ kind: 'compensation', values }, (all) => all.some(isReply));
    const reply = replies.find(isReply);
    if (reply?.kind !== 'compensationRealised') throw missingReply('compensation');
    return reply.values;
  }

  /** Sends a protocol and returns the items as the device will play them. */
  async download(items: readonly ProtocolItem[]): Promise<readonly ProtocolItem[]> {
    const protocolNumber = ++this.protocolNumber;
    const sha256 = createHash('sha256').update(itemListBytes(items)).digest();
    await this.send({ kind: 'protocolBegin', protocolNumber, itemCount: items.length, sha256 });
    for (const [index, item] of items.entries()) await this.send({ kind: 'protocolItem', index, item });
    const replies = await this.link.control.send(
      { kind: 'protocolCommit', protocolNumber },
      (all) => realisedItems(all, protocolNumber).length === items.length,
    );
    return realisedItems(replies, protocolNumber);
  }

  async arm(): Promise<void> {
    await this.send({ kind: 'arm' });
    await this.send({ kind: 'credit', frames: CREDIT_FRAMES });
  }

  async start(): Promise<void> {
    this.stream.reset();
    this.framesSinceCredit = 0;
    this.running = true;
    await this.send({ kind: 'start' });
  }

  /** Asks the device to end after the running item; the end comes as `runEnd`. */
  async stop(): Promise<void> {
    await this.send({ kind: 'stop' });
  }

  /**
   * Safe level at once. Tries until the device acknowledges; where it does not, the port is closed, which is a PANIC to
   * the device. Returns how it ended; never throws, because there is nothing better left to try. A second call while
   * one is under way joins it.
   */
  panic(): Promise<'acknowledged' | 'port-closed'> {
    this.panicking ??= this.panicNow().finally(() => {
      this.panicking = null;
    });
    return this.panicking;
  }

  get isOpen(): boolean {
    return !this.closed;
  }

  private async panicNow(): Promise<'acknowledged' | 'port-closed'> {
    this.running = false;
    if (this.closed) return 'port-closed';
    try {
      await this.link.control.sendUrgent({ kind: 'panic' }, PANIC_TRIES);
      await this.send({ kind: 'stop' });
      return 'acknowledged';
    } catch (error) {
      await this.close();
      this.lose(asRigError(error, 'no-answer'));
      return 'port-closed';
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.pinger);
    this.link.control.break(new RigError('port-lost', 'Expected an open port, it was closed. Connect again.'));
    await this.link.transport.close();
  }

  private async send(message: HostMessage): Promise<void> {
    await this.link.control.send(message);
  }

  private receive(message: DeviceMessage): void {
    switch (message.kind) {
      case 'samples':
        this.takeSamples(message);
        break;
      case 'event':
        this.takeEvent(message);
        break;
      case 'status':
        this.events.emit('status', message);
        // Credit lost with a frame on the line would stop the stream for ever: STATUS tells what is left.
        if (message.state === 'running' && message.creditFrames === 0) this.grant(CREDIT_FRAMES);
        if (message.state === 'idle' && this.running) this.endRun(message.index, false);
        break;
      default:
        this.link.control.receive(message);
    }
  }

  private takeSamples(samples: Extract<DeviceMessage, { kind: 'samples' }>): void {
    if (!this.running) return;
    const { gap, block } = this.stream.take(samples);
    if (gap !== null) this.events.emit('gap', gap);
    if (block !== null) this.events.emit('block', block);
    if (++this.framesSinceCredit >= CREDIT_FRAMES / 2) {
      this.grant(this.framesSinceCredit);
      this.framesSinceCredit = 0;
    }
  }

  private takeEvent(event: Extract<DeviceMessage, { kind: 'event' }>): void {
    if (event.code === EVENT_CODE.fastForward) this.stream.skipTo(event.index);
    this.events.emit('event', event);
    if (event.code === EVENT_CODE.runEnd && this.running) this.endRun(event.index, event.argument !== 0);
  }

  private endRun(index: number, stopped: boolean): void {
    this.running = false;
    const gap = this.stream.missingBefore(index);
    if (gap !== null) this.events.emit('gap', gap);
    this.events.emit('runEnd', { index, stopped });
  }

  private grant(frames: number): void {
    // An aborted or broken line rejects what waits; whoever aborted it handles that.
    this.send({ kind: 'credit', frames }).catch((error: unknown) => this.commandFailed(error));
  }

  private async ping(): Promise<void> {
    if (this.pinging) return;
    this.pinging = true;
    try {
      const hostTimeUs = Math.round(performance.now() * 1000);
      await this.link.control.send({ kind: 'ping', hostTimeUs }, (replies) => replies.some((reply) => reply.kind === 'pong'));
    } catch (error) {
      this.commandFailed(error);
    } finally {
      this.pinging = false;
    }
  }

  private commandFailed(error: unknown): void {
    if (this.closed) return;
    const rigError = asRigError(error, 'no-answer');
    if (rigError.code === 'no-answer') this.lose(rigError);
  }

  private lose(error: RigError): void {
    if (this.isLost) return;
    this.isLost = true;
    this.running = false;
    void this.close();
    this.events.emit('lost', error);
  }
}

/** Pages of the realised list put in order; a page that came twice counts once. */
function realisedItems(replies: readonly DeviceMessage[], protocolNumber: number): ProtocolItem[] {
  const pages = new Map<number, readonly ProtocolItem[]>();
  for (const reply of replies) {
    if (reply.kind === 'protocolRealised' && reply.protocolNumber === protocolNumber) pages.set(reply.firstIndex, reply.items);
  }
  return [...pages].sort(([a], [b]) => a - b).flatMap(([, items]) => items);
}
