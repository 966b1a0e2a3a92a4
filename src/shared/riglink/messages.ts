/** Messages of RigLink v1.3 with their fields in physical units where the wire has fixed ones. Byte layouts: docs/riglink.md. */
import type { CalibrationEntry } from '../../core/amplifier/calibration.ts';
import type { ClampMode } from '../../core/amplifier/clamp-mode.ts';
import type { Compensation } from '../../core/amplifier/compensation.ts';
import type { TelegraphVoltages } from '../../core/amplifier/telegraph.ts';

export type { CalibrationEntry, ClampMode, Compensation };

export const MESSAGE_TYPE = {
  hello: 0x01,
  getCalibration: 0x02,
  config: 0x03,
  compensation: 0x04,
  ping: 0x05,
  protocolBegin: 0x06,
  protocolItem: 0x07,
  protocolCommit: 0x08,
  arm: 0x09,
  start: 0x0a,
  stop: 0x0b,
  panic: 0x0c,
  credit: 0x0d,
  zap: 0x0e,
  samples: 0x40,
  event: 0x41,
  status: 0x42,
  ack: 0x80,
  welcome: 0x81,
  calibration: 0x82,
  compensationRealised: 0x84,
  pong: 0x85,
  protocolRealised: 0x88,
  zapRealised: 0x8e,
} as const;

export const ACK_STATUS = {
  ok: 0,
  badState: 1,
  badValue: 2,
  checksum: 3,
  noCommonVersion: 4,
} as const;

/**
 * Bits of WELCOME.capabilities. `runNumber`: WELCOME reports the stimulus grid, and the stream the number of its run (v1.1).
 * `zap`: it takes ZAP, and WELCOME reports its largest one (v1.3).
 */
export const CAPABILITY = {
  simulated: 1,
  currentClamp: 2,
  prediction: 4,
  fastForward: 8,
  runNumber: 16,
  telegraphs: 32,
  zap: 64,
} as const;

/** Bits of an item's flags. */
export const ITEM_FLAG = {
  /** The item may be run through faster than the clock; its samples count but are not sent. Simulated rigs only. */
  fastForward: 1,
} as const;

export const EVENT_CODE = {
  itemStart: 1,
  sweepStart: 2,
  sweepEnd: 3,
  saturation: 4,
  trigger: 5,
  panic: 6,
  watchdog: 7,
  overrun: 8,
  runEnd: 9,
  fastForward: 10,
} as const;

/** In the order of their codes. */
export const CLAMP_MODES = ['VC', 'CC', 'I0'] as const satisfies readonly ClampMode[];
export const DEVICE_STATES = ['idle', 'armed', 'running', 'safe'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];
export const ITEM_KINDS = ['step', 'ramp'] as const;

/** Level at the item's start and end: uV in VC, fA in CC, unused in I0. */
export interface ProtocolItem {
  readonly kind: (typeof ITEM_KINDS)[number];
  readonly startLevel: number;
  readonly endLevel: number;
  readonly durationUs: number;
  readonly flags: number;
}

/** Finest steps of a device's stimulus: requests are rounded to them. */
export interface StimulusGrid {
  readonly levelStepUv: number;
  readonly timeStepUs: number;
}

/** A zap: level of the command, uV, and how long it stays there, us. */
export interface WireZap {
  readonly levelUv: number;
  readonly durationUs: number;
}

export type HostMessage =
  | { kind: 'hello'; minVersion: number; maxVersion: number; hostName: string }
  | { kind: 'getCalibration'; channel: number; range: number }
  | { kind: 'config'; rateIndex: number; rangeIndex: number; filterHz: number; mode: ClampMode; holdLevel: number }
  | { kind: 'compensation'; values: Compensation }
  | { kind: 'ping'; hostTimeUs: number }
  | { kind: 'protocolBegin'; protocolNumber: number; itemCount: number; sha256: Uint8Array }
  | { kind: 'protocolItem'; index: number; item: ProtocolItem }
  | { kind: 'protocolCommit'; protocolNumber: number }
  | { kind: 'arm' }
  | { kind: 'start'; runNumber: number | null }
  | { kind: 'stop' }
  | { kind: 'panic' }
  | { kind: 'credit'; frames: number }
  | ({ kind: 'zap' } & WireZap);

export interface Welcome {
  readonly kind: 'welcome';
  readonly version: number;
  readonly firmware: string;
  readonly serial: string;
  readonly maxFrameBytes: number;
  readonly sampleRatesHz: readonly number[];
  /** Full scale of each current range, pA. */
  readonly currentRangesPa: readonly number[];
  readonly capabilities: number;
  readonly clockHz: number;
  readonly deviceName: string;
  /** null: the device does not say (before v1.1). */
  readonly grid: StimulusGrid | null;
  /** The amplifier in front of the device, where it reads its telegraph outputs (v1.2). */
  readonly telegraphed?: TelegraphedAmplifier;
  /** The largest zap either way, and the longest, where it has one (v1.3). */
  readonly zap?: WireZap;
}

/** An amplifier whose knobs the device reads. */
export interface TelegraphedAmplifier {
  /** Of TELEGRAPH_TABLES. */
  readonly id: string;
  /** Full scale of the device's current input, mV: over the gain in mV/pA, the range in pA. */
  readonly inputFullScaleMv: number;
}

export interface Samples {
  readonly kind: 'samples';
  readonly firstIndex: number;
  readonly count: number;
  readonly channels: number;
  readonly range: number;
  readonly item: number;
  readonly sweep: number;
  /** Interleaved counts, count * channels. */
  readonly values: Int16Array;
  /** Number that START gave this run; null: the device does not say (before v1.1). */
  readonly runNumber: number | null;
}

export interface DeviceStatus {
  readonly kind: 'status';
  readonly index: number;
  readonly deviceTimeUs: number;
  /** null: the device has no thermometer. */
  readonly temperatureC: number | null;
  readonly bufferedFrames: number;
  readonly state: DeviceState;
  readonly creditFrames: number;
  readonly overruns: number;
  /** Run that plays or played last, 0 before the first; null: the device does not say (before v1.1). */
  readonly runNumber: number | null;
  /** Only of a device with the capability (v1.2). */
  readonly telegraph?: TelegraphVoltages;
}

export type DeviceMessage =
  | Welcome
  | Samples
  | DeviceStatus
  | { kind: 'ack'; seq: number; status: number; message: string }
  | { kind: 'calibration'; entry: CalibrationEntry; checksumOk: boolean }
  | { kind: 'compensationRealised'; values: Compensation }
  | { kind: 'pong'; hostTimeUs: number; deviceTimeUs: number; bufferedFrames: number; overruns: number }
  | { kind: 'protocolRealised'; protocolNumber: number; itemCount: number; firstIndex: number; items: readonly ProtocolItem[] }
  | ({ kind: 'zapRealised' } & WireZap)
  | { kind: 'event'; index: number; code: number; argument: number; runNumber: number | null };

export type Message = HostMessage | DeviceMessage;

/** What came in a packet: a message, a type this version does not know, or a payload its type does not allow. */
export type Decoded<M> =
  | { ok: true; message: M }
  | { ok: false; problem: 'unknown-type'; type: number }
  | { ok: false; problem: 'malformed'; type: number; reason: string };
