import {
  dataWords,
  encodeFrame,
  FrameReader,
  FROM_DEVICE,
  MEASURED_FULL_SCALE_MV,
  MESSAGE,
  MOST_PAIRS,
  MOST_WORDS,
  readHead,
  readItem,
  simulatedMark,
  wantsAck,
  type EpatchFrame,
  type EpatchItem,
  type EpatchModel,
  type ProtocolHead,
} from '../../../../shared/epatch/index.ts';
import type { EmulatedAmplifier } from '../amplifier.ts';
import type { DeviceLink } from '../device-link.ts';
import { createFaultyLine, type LineFaults } from '../faults.ts';
import { DeviceRegisters } from './device-registers.ts';
import { ProtocolPlayer, type EpatchProtocol } from './protocol-player.ts';

export interface EpatchDeviceOptions {
  readonly link: DeviceLink;
  readonly amplifier: EmulatedAmplifier;
  readonly model: EpatchModel;
  readonly seed: number;
  readonly faults: LineFaults;
  /** Of the electrode, which LJ_COMP measures, mV. */
  readonly junctionOffsetMv: number;
  /** Real time, ms. */
  readonly now: () => number;
  /** The dieAtSample fault struck. */
  readonly onDeath: () => void;
}

const FULL_SCALE_COUNTS = 32_768;
/** At a level held for ever the cell is at rest: it is simulated in steps of this, us. */
const COARSE_US = 100;
/** Longest step through a ramp for a cell that asks for no shorter one, us. */
const LONGEST_STEP_US = 25;
/** Longest stretch that is simulated between two looks at the line: on a busy machine it must still answer. */
const LONGEST_SLICE_MS = 50;
const TAIL_AGAIN_MS = 100;
const TAIL_TRIES = 10;
const SATURATION_MS = 100;
/** With more waiting for the host its clock stands still: a pseudo-terminal holds 4 KB, and acknowledgements wait behind samples. */
const MOST_WAITING_BYTES = 16 * 1024;
/** Level of a zap: that of the device is not published, this is an example of what amplifiers have. */
const ZAP_MV = 1000;
/** LJ_COMP: counts of 100/1024 mV around 512. */
const JUNCTION = { zero: 512, countsPerMv: 10.24 } as const;

/** A simulated ePatch: its frames, acknowledgements and protocols as in the vendor's simulator. `tick` is called every few ms. */
export class EpatchDevice {
  private readonly options: EpatchDeviceOptions;
  private readonly reader = new FrameReader(MOST_WORDS.toDevice);
  private readonly line;
  private readonly registers: DeviceRegisters;
  private heartbeat = 0;
  private building: { head: ProtocolHead; items: EpatchItem[]; current: boolean } | null = null;
  private player: ProtocolPlayer | null = null;
  private startedMs = 0;
  /** Time since then that was played. */
  private playedMs = 0;
  private restLevel = 0;
  private livedMs: number;
  private voltage: number[] = [];
  private current: number[] = [];
  private first = 0;
  private coarseUs = 0;
  private tail: { readonly protocolId: number; readonly heartbeats: number[]; sentMs: number } | null = null;
  private saturatedMs = Number.NEGATIVE_INFINITY;
  private hostPresent = false;

  constructor(options: EpatchDeviceOptions) {
    this.options = options;
    this.line = createFaultyLine(options.faults);
    this.registers = new DeviceRegisters(options.model, options.amplifier);
    this.livedMs = options.now();
  }

  tick(): void {
    const { link, now, faults, onDeath } = this.options;
    const { chunks, hostPresent } = link.poll();
    this.hostPresent = hostPresent;
    for (const chunk of chunks) {
      const frames = this.reader.feed(chunk, ({ heartbeat, type }) => {
        if (wantsAck(type)) this.send(MESSAGE.nack, [heartbeat]);
      });
      for (const frame of frames) this.receive(frame);
    }
    this.live(now());
    const { player } = this;
    if (faults.dieAtSample !== null && player !== null && !player.holds && player.taken > faults.dieAtSample) onDeath();
    this.repeatTail();
  }

  private live(nowMs: number): void {
    const sinceMs = Math.min(50, nowMs - this.livedMs);
    this.livedMs = nowMs;
    if (this.player === null) {
      this.advance(this.restLevel, sinceMs * 1000);
      return;
    }
    const sliceMs = this.options.link.pendingBytes > MOST_WAITING_BYTES ? 0 : LONGEST_SLICE_MS;
    this.playedMs = Math.min(nowMs - this.startedMs, this.playedMs + sliceMs);
    // What its machine did not let it play in time, it plays later, as a device of a slower clock.
    this.startedMs = nowMs - this.playedMs;
    this.player.playUntil(this.playedMs * 1000);
    if (this.player.ended) this.endProtocol();
  }

  private receive(frame: EpatchFrame): void {
    if (!this.line.hears() || (frame.type & FROM_DEVICE) !== 0) return;
    if (wantsAck(frame.type)) this.send(MESSAGE.ack, [frame.heartbeat]);
    const { type, words } = frame;
    switch (type) {
      case MESSAGE.ack:
        if (this.tail?.heartbeats.includes(words[0] ?? -1) === true) this.tail = null;
        break;
      case MESSAGE.fpgaReset:
        this.reset();
        break;
      case MESSAGE.samplingRate:
        this.registers.setRate(words[0]);
        break;
      case MESSAGE.switches:
        this.registers.setSwitches(words);
        break;
      case MESSAGE.registers:
        this.registers.setRegisters(words);
        break;
      case MESSAGE.voltageProtocol:
      case MESSAGE.currentProtocol:
        this.begin(readHead(words), type === MESSAGE.currentProtocol);
        break;
      case MESSAGE.voltageStep:
      case MESSAGE.voltageRamp:
      case MESSAGE.currentStep:
      case MESSAGE.currentRamp:
        this.put(readItem(type, words));
        break;
      case MESSAGE.junctionPotential: {
        const raw = Math.round(JUNCTION.zero + this.options.junctionOffsetMv * JUNCTION.countsPerMv);
        this.send(MESSAGE.junctionPotential, [words[0] ?? 0, raw]);
        break;
      }
      case MESSAGE.zap:
        this.options.amplifier.zap(ZAP_MV, this.registers.zapMs);
        break;
      default:
    }
  }

  private reset(): void {
    this.player = null;
    this.building = null;
    this.tail = null;
    this.heartbeat = 0;
    this.send(MESSAGE.fpgaReset, simulatedMark(this.options.seed));
  }

  private begin(head: ProtocolHead | null, current: boolean): void {
    if (head !== null) this.building = { head, items: [], current };
  }

  /** An item replaces what came at and after its place, so that a repeated one does no harm; the last one starts the protocol. */
  private put(item: EpatchItem | null): void {
    if (item === null || this.building === null) return;
    const { head, items, current } = this.building;
    if (item.item < items.length) items.length = item.item;
    items.push(item);
    if (items.length === head.items) this.start({ head, items: [...items], current });
  }

  private start(protocol: EpatchProtocol): void {
    const { now } = this.options;
    // The samples up to now belong to the protocol that is replaced.
    this.live(now());
    if (this.player !== null) this.endProtocol();
    this.startedMs = now();
    this.playedMs = 0;
    this.restLevel = protocol.head.rest;
    this.first = 0;
    this.coarseUs = 0;
    this.player = new ProtocolPlayer(protocol, this.registers.sampleRateHz, {
      longestStepUs: this.options.amplifier.longestStepUs ?? LONGEST_STEP_US,
      advance: (level, us) => this.advanceIn(level, us),
      sample: (level) => this.sample(level),
      itemStart: (item, rep, sweep) => {
        this.flush();
        this.send(MESSAGE.header, [protocol.head.protocolId, item, rep, sweep]);
      },
    });
  }

  private endProtocol(): void {
    this.flush();
    const { protocolId } = this.player!.protocol.head;
    this.player = null;
    this.tail = { protocolId, heartbeats: [], sentMs: 0 };
    this.repeatTail();
  }

  private repeatTail(): void {
    const { tail } = this;
    const nowMs = this.options.now();
    if (tail === null || nowMs - tail.sentMs < TAIL_AGAIN_MS) return;
    if (tail.heartbeats.length >= TAIL_TRIES) {
      this.tail = null;
      return;
    }
    tail.sentMs = nowMs;
    tail.heartbeats.push(this.heartbeat);
    this.send(MESSAGE.tail, [tail.protocolId]);
  }

  private advanceIn(level: number, us: number): void {
    if (this.player?.holds !== true) {
      this.advance(level, us);
      return;
    }
    this.coarseUs += us;
    if (this.coarseUs < COARSE_US) return;
    this.advance(level, this.coarseUs);
    this.coarseUs = 0;
  }

  private advance(level: number, us: number): void {
    const { amplifier, model } = this.options;
    if (us <= 0) return;
    const clamp = this.registers.mode === 'VC';
    const command = clamp ? level * model.commandStepMv + this.registers.holdMv : (level * 0.25 * model.injectedPa) / FULL_SCALE_COUNTS;
    amplifier.advance(command, us / 1000);
    amplifier.observe();
  }

  private sample(level: number): void {
    const { amplifier, model } = this.options;
    const clamp = this.registers.mode === 'VC';
    const { voltageMv, currentPa } = amplifier.sample(level * model.commandStepMv);
    this.voltage.push(clamp ? voltageMv / model.voltageCountMv : (voltageMv * FULL_SCALE_COUNTS) / MEASURED_FULL_SCALE_MV);
    const count = (currentPa * FULL_SCALE_COUNTS) / (clamp ? this.registers.fullScalePa : model.injectedPa);
    if (Math.abs(count) > FULL_SCALE_COUNTS) this.saturated();
    this.current.push(count);
    if (this.voltage.length >= MOST_PAIRS) this.flush();
  }

  private saturated(): void {
    const nowMs = this.options.now();
    if (nowMs - this.saturatedMs < SATURATION_MS) return;
    this.saturatedMs = nowMs;
    this.send(MESSAGE.saturation, [1]);
  }

  private flush(): void {
    if (this.voltage.length === 0) return;
    const words = dataWords(this.first, this.voltage, this.current);
    this.first += this.voltage.length;
    this.voltage = [];
    this.current = [];
    this.send(MESSAGE.data, words);
  }

  private send(type: number, words: readonly number[]): void {
    const bytes = encodeFrame({ heartbeat: this.heartbeat, type: type | FROM_DEVICE, words });
    this.heartbeat = (this.heartbeat + 1) & 0xffff;
    if (!this.hostPresent) return;
    for (const sent of this.line.send(bytes)) this.options.link.write(sent);
  }
}
