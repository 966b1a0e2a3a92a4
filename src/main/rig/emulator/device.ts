import type { TelegraphVoltages } from '../../../core/amplifier/telegraph.ts';
import type { DeviceMessage, HostMessage, Packet, WireZap } from '../../../shared/riglink/index.ts';
import { ACK_STATUS, decodeHostMessage, EVENT_CODE, FrameReader, RIGLINK_VERSION } from '../../../shared/riglink/index.ts';
import type { EmulatedAmplifier } from './amplifier.ts';
import { ClampStage } from './clamp-stage.ts';
import type { DeviceLink } from './device-link.ts';
import { AnswerMemory } from './device-memory.ts';
import { DeviceOutput } from './device-output.ts';
import { ACCEPTED, ProtocolDownload } from './download.ts';
import type { Verdict } from './download.ts';
import { createFaultyLine } from './faults.ts';
import type { LineFaults } from './faults.ts';
import { SIMULATED_RANGES_PA, simulatedCalibration, simulatedWelcome } from './identity.ts';
import { knobVoltages } from './knobs.ts';

export interface DeviceOptions {
  readonly link: DeviceLink;
  readonly amplifier: EmulatedAmplifier;
  readonly seed: number;
  readonly faults: LineFaults;
  /** Length of the sample ring, ms; RigLink asks for 250 or more. */
  readonly ringMs: number;
  /** Device time that passes in a second of real time; 1 except in tests. */
  readonly timeScale: number;
  /** Amplifier in front of it whose knobs it reads, by its id; absent: none. */
  readonly telegraph?: string;
  /** Real time, ms. */
  readonly now: () => number;
  /** The dieAtSample fault struck. */
  readonly onDeath: () => void;
}

const WATCHDOG_MS = 1000;
const STATUS_MS = 100;
const PANIC_BY_HOST = 0;
const PANIC_BY_LINE = 1;
const PAGE_ITEMS = 64;

/** The simulated rig as a RigLink v1.3 device. `tick` is called every few ms; everything happens in it. */
export class EmulatedDevice {
  private readonly options: DeviceOptions;
  private readonly reader = new FrameReader();
  private readonly memory = new AnswerMemory();
  private readonly download = new ProtocolDownload();
  private readonly stage: ClampStage;
  private readonly output: DeviceOutput;
  private readonly line;
  private hostPresent = false;
  private greeted = false;
  private lastPingMs = 0;
  private lastStatusMs = 0;
  private overruns = 0;
  /** Packets of a type or form this firmware does not know. */
  ignoredPackets = 0;

  constructor(options: DeviceOptions) {
    this.options = options;
    this.line = createFaultyLine(options.faults);
    this.stage = new ClampStage(options.amplifier, options.ringMs, (code, index, argument) => this.sendEvent(code, index, argument));
    this.output = new DeviceOutput(options.link, this.line, this.stage.ring);
  }

  tick(): void {
    const { link, now, faults, timeScale } = this.options;
    const { chunks, hostPresent } = link.poll();
    for (const chunk of chunks) for (const packet of this.reader.feed(chunk)) this.receive(packet);
    if (this.hostPresent && !hostPresent) this.hostLeft();
    this.hostPresent = hostPresent;
    const live = this.stage.state === 'armed' || this.stage.state === 'running';
    if (live && now() - this.lastPingMs > WATCHDOG_MS) {
      this.sendEvent(EVENT_CODE.watchdog, this.stage.index, 0);
      this.stage.panic(PANIC_BY_LINE, this.deviceMs());
    }
    this.stage.live(now() * timeScale, now);
    this.output.drain((firstIndex, count) => {
      this.overruns++;
      this.sendEvent(EVENT_CODE.overrun, firstIndex, count);
    });
    this.stage.endIfDone();
    if (faults.dieAtSample !== null && this.stage.state === 'running' && this.output.sentUpTo > faults.dieAtSample) {
      this.options.onDeath();
    }
    if (this.greeted && now() - this.lastStatusMs >= STATUS_MS) this.sendStatus();
  }

  private sendEvent(code: number, index: number, argument: number): void {
    this.output.control({ kind: 'event', index, code, argument, runNumber: this.stage.runNumber });
  }

  private deviceMs(): number {
    return this.options.now() * this.options.timeScale;
  }

  private sendStatus(): void {
    this.lastStatusMs = this.options.now();
    this.output.control({
      kind: 'status',
      index: this.stage.index,
      deviceTimeUs: Math.round(this.deviceMs() * 1000),
      temperatureC: 37,
      bufferedFrames: this.stage.ring.length,
      state: this.stage.state,
      creditFrames: this.output.creditFrames,
      overruns: this.overruns,
      runNumber: this.stage.runNumber,
      ...this.knobs(),
    });
  }

  private knobs(): { telegraph?: TelegraphVoltages } {
    const { telegraph, faults } = this.options;
    if (telegraph === undefined) return {};
    const { rangeIndex, filterHz, mode } = this.stage.configured;
    const rangePa = SIMULATED_RANGES_PA[rangeIndex] ?? SIMULATED_RANGES_PA[0];
    const at = faults.knobAtSample;
    // 0: it stands elsewhere from the beginning.
    const turned = at === 0 || (at !== null && this.stage.state === 'running' && this.stage.index > at);
    return { telegraph: knobVoltages(telegraph, { rangePa, filterHz, mode }, turned) };
  }

  /** A closed port is a PANIC, and there is no host to stream to. */
  private hostLeft(): void {
    this.stage.rest();
    this.output.reset();
    this.memory.clear();
    this.greeted = false;
  }

  private receive(packet: Packet): void {
    if (!this.line.hears()) return;
    const decoded = decodeHostMessage(packet);
    if (!decoded.ok) {
      this.ignoredPackets++;
      if (decoded.problem === 'malformed') this.answer(packet.seq, refuse(ACK_STATUS.badValue, decoded.reason), []);
      return;
    }
    const { message } = decoded;
    if (message.kind === 'hello') this.hello();
    const known = this.memory.get(packet.seq);
    if (known !== undefined) {
      for (const answer of known) this.output.control(answer);
      return;
    }
    const replies: DeviceMessage[] = [];
    const verdict = this.act(message, (reply) => replies.push(reply));
    this.answer(packet.seq, verdict, replies);
  }

  /** Replies come before the acknowledgement: a host that has only the latter lost the former and asks again. */
  private answer(seq: number, verdict: Verdict, replies: readonly DeviceMessage[]): void {
    const answers: DeviceMessage[] = [...replies, { kind: 'ack', seq, ...verdict }];
    this.memory.put(seq, answers);
    for (const answer of answers) this.output.control(answer);
  }

  /** A new session: a run of the previous host ends. */
  private hello(): void {
    this.hostLeft();
    this.stage.runNumber = 0;
    this.greeted = true;
    this.lastPingMs = this.options.now();
  }

  private act(message: HostMessage, reply: (message: DeviceMessage) => void): Verdict {
    const { stage, download } = this;
    switch (message.kind) {
      case 'hello':
        if (message.minVersion > RIGLINK_VERSION || message.maxVersion < RIGLINK_VERSION) {
          return refuse(ACK_STATUS.noCommonVersion, `this device speaks version ${RIGLINK_VERSION} alone`);
        }
        reply(simulatedWelcome(this.options.seed, this.options.telegraph));
        return ACCEPTED;
      case 'getCalibration':
        return calibrate(message, reply);
      case 'config':
        return stage.configure(message);
      case 'compensation': {
        if (stage.state === 'running') return refuse(ACK_STATUS.badState, 'compensation is fixed while a protocol runs');
        reply({ kind: 'compensationRealised', values: stage.compensate(message.values) });
        return ACCEPTED;
      }
      case 'ping':
        this.lastPingMs = this.options.now();
        reply({
          kind: 'pong',
          hostTimeUs: message.hostTimeUs,
          deviceTimeUs: Math.round(this.deviceMs() * 1000),
          bufferedFrames: stage.ring.length,
          overruns: this.overruns,
        });
        return ACCEPTED;
      case 'protocolBegin':
        if (stage.state !== 'idle') return refuse(ACK_STATUS.badState, `expected an idle device, it is ${stage.state}`);
        return download.begin(message.protocolNumber, message.itemCount, message.sha256);
      case 'protocolItem':
        return download.put(message.index, message.item);
      case 'protocolCommit': {
        const verdict = download.commit(message.protocolNumber);
        const items = download.realised ?? [];
        for (let first = 0; first < items.length; first += PAGE_ITEMS) {
          reply({
            kind: 'protocolRealised',
            protocolNumber: message.protocolNumber,
            itemCount: items.length,
            firstIndex: first,
            items: items.slice(first, first + PAGE_ITEMS),
          });
        }
        return verdict;
      }
      case 'arm':
        this.lastPingMs = this.options.now();
        return stage.arm(download.realised);
      case 'start':
        this.lastPingMs = this.options.now();
        this.output.sentUpTo = 0;
        return stage.start(this.deviceMs(), message.runNumber ?? 0);
      case 'stop':
        return stage.stop();
      case 'panic':
        stage.panic(PANIC_BY_HOST, this.deviceMs());
        return ACCEPTED;
      case 'credit':
        this.output.grant(message.frames);
        return ACCEPTED;
      case 'zap':
        return this.zap(message, reply);
    }
  }

  private zap({ levelUv, durationUs }: WireZap, reply: (message: DeviceMessage) => void): Verdict {
    const verdict = this.stage.zap({ levelUv, durationUs });
    if (verdict.status === ACK_STATUS.ok) reply({ kind: 'zapRealised', levelUv, durationUs });
    return verdict;
  }
}

function calibrate({ channel, range }: { channel: number; range: number }, reply: (message: DeviceMessage) => void): Verdict {
  const entry = simulatedCalibration(channel, range);
  if (entry === null) return refuse(ACK_STATUS.badValue, `no channel ${channel} with range ${range}`);
  reply({ kind: 'calibration', entry, checksumOk: true });
  return ACCEPTED;
}

function refuse(status: number, message: string): Verdict {
  return { status, message };
}
