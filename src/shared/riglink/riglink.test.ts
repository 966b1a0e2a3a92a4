import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random/random.ts';
import type { Random } from '../../core/random/random.ts';
import { crc32 } from '../../core/trace/crc32.ts';
import {
  CAPABILITY,
  cobsDecode,
  cobsEncode,
  decodeDeviceMessage,
  decodeFrame,
  decodeHostMessage,
  encodeDeviceMessage,
  encodeFrame,
  encodeHostMessage,
  encodePacket,
  EVENT_CODE,
  FrameReader,
  MAX_PAYLOAD_BYTES,
} from './index.ts';
import type { DeviceMessage, HostMessage, Packet, ProtocolItem } from './index.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/ /g, ''), 'hex'));

const vectors: { name: string; packet: Packet; plain: string; wire: string }[] = [
  {
    name: 'HELLO seq 0, empty payload',
    packet: { type: 0x01, flags: 0, seq: 0, payload: new Uint8Array() },
    plain: '01 01 00 00 00 00 00 00 43 d4 ff 0f',
    wire: '03 01 01 01 01 01 01 01 05 43 d4 ff 0f 00',
  },
  {
    name: 'PING seq 7, t = 1000 us',
    packet: { ...encodeHostMessage({ kind: 'ping', hostTimeUs: 1000 }), flags: 0, seq: 7 },
    plain: '01 05 00 00 07 00 00 00 e8 03 00 00 00 00 00 00 89 a9 11 64',
    wire: '03 01 05 01 02 07 01 01 03 e8 03 01 01 01 01 01 05 89 a9 11 64 00',
  },
  {
    name: 'SAMPLES seq 3, first 400, (V, I) = (-800, 0), (0, -1)',
    packet: {
      ...encodeDeviceMessage({
        kind: 'samples',
        firstIndex: 400,
        count: 2,
        channels: 2,
        range: 0,
        item: 0,
        sweep: 0,
        values: Int16Array.of(-800, 0, 0, -1),
        runNumber: null,
      }),
      flags: 0,
      seq: 3,
    },
    plain: '01 40 00 00 03 00 00 00 90 01 00 00 00 00 00 00 02 00 02 00 00 00 00 00 e0 fc 00 00 00 00 ff ff 9c 89 51 b4',
    wire: '03 01 40 01 02 03 01 01 03 90 01 01 01 01 01 01 02 02 02 02 01 01 01 01 03 e0 fc 01 01 01 07 ff ff 9c 89 51 b4 00',
  },
  {
    name: 'START seq 9, run 7 (v1.1)',
    packet: { ...encodeHostMessage({ kind: 'start', runNumber: 7 }), flags: 0, seq: 9 },
    plain: '01 0a 00 00 09 00 00 00 07 00 00 00 16 f1 47 80',
    wire: '03 01 0a 01 02 09 01 01 02 07 01 01 05 16 f1 47 80 00',
  },
  {
    name: 'WELCOME seq 0, grid 50 uV and 20 us (v1.1)',
    packet: {
      ...encodeDeviceMessage({
        kind: 'welcome',
        version: 1,
        firmware: '1.1',
        serial: 'S1',
        maxFrameBytes: 1041,
        sampleRatesHz: [10_000],
        currentRangesPa: [20_000],
        capabilities: CAPABILITY.runNumber,
        clockHz: 1_000_000,
        deviceName: 'D',
        grid: { levelStepUv: 50, timeStepUs: 20 },
      }),
      flags: 0,
      seq: 0,
    },
    plain:
      '01 81 00 00 00 00 00 00 01 03 31 2e 31 02 53 31 11 04 01 10 27 00 00 01 00 00 00 00 00 88 d3 40 10 00 00 00 40 42 0f 00 ' +
      '01 44 32 00 00 00 14 00 00 00 d7 22 b1 d8',
    wire:
      '03 01 81 01 01 01 01 01 0e 01 03 31 2e 31 02 53 31 11 04 01 10 27 01 02 01 01 01 01 01 05 88 d3 40 10 01 01 04 40 42 0f 04 ' +
      '01 44 32 01 01 02 14 01 01 05 d7 22 b1 d8 00',
  },
  {
    name: 'ZAP seq 11, -800 mV for 0.5 ms (v1.3)',
    packet: { ...encodeHostMessage({ kind: 'zap', levelUv: -800_000, durationUs: 500 }), flags: 0, seq: 11 },
    plain: '01 0e 00 00 0b 00 00 00 00 cb f3 ff f4 01 00 00 32 ea 8c 41',
    wire: '03 01 0e 01 02 0b 01 01 01 06 cb f3 ff f4 01 01 05 32 ea 8c 41 00',
  },
  {
    name: 'ZAP_REALISED seq 12, -800 mV for 0.5 ms (v1.3)',
    packet: { ...encodeDeviceMessage({ kind: 'zapRealised', levelUv: -800_000, durationUs: 500 }), flags: 0, seq: 12 },
    plain: '01 8e 00 00 0c 00 00 00 00 cb f3 ff f4 01 00 00 06 f3 93 7b',
    wire: '03 01 8e 01 02 0c 01 01 01 06 cb f3 ff f4 01 01 05 06 f3 93 7b 00',
  },
  {
    name: 'EVENT seq 4, run end at 29601, complete, of run 7 (v1.1)',
    packet: {
      ...encodeDeviceMessage({ kind: 'event', index: 29_601, code: EVENT_CODE.runEnd, argument: 0, runNumber: 7 }),
      flags: 0,
      seq: 4,
    },
    plain: '01 41 00 00 04 00 00 00 a1 73 00 00 00 00 00 00 09 00 00 00 00 00 07 00 00 00 86 ee 65 40',
    wire: '03 01 41 01 02 04 01 01 03 a1 73 01 01 01 01 01 02 09 01 01 01 01 02 07 01 01 05 86 ee 65 40 00',
  },
  {
    name: 'SAMPLES seq 3 of run 7 (v1.1)',
    packet: {
      ...encodeDeviceMessage({
        kind: 'samples',
        firstIndex: 400,
        count: 2,
        channels: 2,
        range: 0,
        item: 0,
        sweep: 0,
        values: Int16Array.of(-800, 0, 0, -1),
        runNumber: 7,
      }),
      flags: 0,
      seq: 3,
    },
    plain: '01 40 00 00 03 00 00 00 90 01 00 00 00 00 00 00 02 00 02 00 00 00 00 00 e0 fc 00 00 00 00 ff ff 07 00 00 00 36 82 4d ca',
    wire: '03 01 40 01 02 03 01 01 03 90 01 01 01 01 01 01 02 02 02 02 01 01 01 01 03 e0 fc 01 01 01 04 ff ff 07 01 01 05 36 82 4d ca 00',
  },
];

function randomBytes(random: Random, length: number, zeros: number): Uint8Array {
  return Uint8Array.from({ length }, () => (random.uniform() < zeros ? 0 : random.integer(256)));
}

function randomPackets(random: Random, count: number): Packet[] {
  return Array.from({ length: count }, (_, seq) => ({
    type: random.integer(256),
    flags: random.integer(65_536),
    seq,
    payload: randomBytes(random, random.integer(MAX_PAYLOAD_BYTES + 1), random.uniform()),
  }));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

describe('RigLink wire format', () => {
  it('has the CRC-32 of zlib', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    const text = new TextEncoder().encode('in two pieces');
    expect(crc32(text.subarray(5), crc32(text.subarray(0, 5)))).toBe(crc32(text));
  });

  it.each(vectors)('writes and reads the published vector: $name', ({ packet, plain, wire }) => {
    expect(hex(encodePacket(packet))).toBe(hex(bytesOf(plain)));
    expect(hex(encodeFrame(packet))).toBe(hex(bytesOf(wire)));
    expect(decodeFrame(bytesOf(wire).slice(0, -1))).toEqual({ ok: true, packet });
  });

  it('stuffs and unstuffs any bytes without a zero on the wire', () => {
    const random = createRandom(11);
    for (let length = 0; length < 1100; length += 1 + random.integer(5)) {
      const data = randomBytes(random, length, random.uniform() < 0.5 ? 0 : random.uniform());
      const stuffed = cobsEncode(data);
      expect(stuffed.includes(0)).toBe(false);
      expect(hex(cobsDecode(stuffed)!)).toBe(hex(data));
    }
    for (const length of [253, 254, 255, 508, 509]) {
      const data = new Uint8Array(length).fill(7);
      expect(hex(cobsDecode(cobsEncode(data))!)).toBe(hex(data));
    }
  });

  it('reads packets from chunks cut anywhere', () => {
    const random = createRandom(12);
    const packets = randomPackets(random, 60);
    const stream = concat(packets.map(encodeFrame));
    const reader = new FrameReader();
    const got: Packet[] = [];
    for (let at = 0; at < stream.length;) {
      const length = 1 + random.integer(random.uniform() < 0.5 ? 4 : 900);
      got.push(...reader.feed(stream.subarray(at, at + length)));
      at += length;
    }
    expect(got).toEqual(packets);
    expect(reader.counts()).toMatchObject({ goodFrames: 60, badFrames: 0, discardedBytes: 0 });
  });

  it('drops and counts a damaged frame and reads the next ones', () => {
    const random = createRandom(13);
    for (let round = 0; round < 300; round++) {
      const packets = randomPackets(random, 3);
      const frames = packets.map(encodeFrame);
      const victim = frames[1]!;
      victim[random.integer(victim.length - 1)]! ^= 1 + random.integer(255);
      const reader = new FrameReader();
      const got = reader.feed(concat(frames));
      expect(got.map((packet) => packet.seq)).toEqual([0, 2]);
      expect(reader.counts().badFrames).toBeGreaterThan(0);
    }
  });

  it('is in step again after garbage, also after garbage without end', () => {
    const random = createRandom(14);
    const reader = new FrameReader();
    const garbage = randomBytes(random, 5000, 0).map((byte) => byte || 1);
    const [packet] = randomPackets(random, 1);
    expect(reader.feed(garbage)).toEqual([]);
    expect(reader.feed(Uint8Array.of(0))).toEqual([]);
    expect(reader.feed(encodeFrame(packet!))).toEqual([packet]);
    expect(reader.counts()).toMatchObject({ goodFrames: 1, badFrames: 1, discardedBytes: 5000 });
  });

  it('refuses a payload the wire does not allow', () => {
    expect(() => encodePacket({ type: 1, flags: 0, seq: 0, payload: new Uint8Array(1025) })).toThrow(/at most 1024/);
  });
});

const compensation = {
  fastCapacitancePf: 4,
  membraneCapacitancePf: 57.5,
  seriesResistanceMohm: 19.25,
  correctionPercent: 80,
  predictionPercent: 70,
  lagUs: 10,
  junctionPotentialMv: -2.75,
  offsetMv: 0.5,
};
const item = { kind: 'ramp', startLevel: 54_000, endLevel: -107_000, durationUs: 272_000, flags: 1 } as const;

const hostMessages: HostMessage[] = [
  { kind: 'hello', minVersion: 1, maxVersion: 2, hostName: 'Prüfstand' },
  { kind: 'getCalibration', channel: 1, range: 2 },
  { kind: 'config', rateIndex: 1, rangeIndex: 2, filterHz: 5000, mode: 'I0', holdLevel: -80_000 },
  { kind: 'compensation', values: compensation },
  { kind: 'ping', hostTimeUs: 2 ** 40 + 3 },
  { kind: 'protocolBegin', protocolNumber: 9, itemCount: 25, sha256: Uint8Array.from({ length: 32 }, (_, i) => i) },
  { kind: 'protocolItem', index: 24, item },
  { kind: 'protocolCommit', protocolNumber: 9 },
  { kind: 'arm' },
  { kind: 'start', runNumber: 7 },
  { kind: 'stop' },
  { kind: 'panic' },
  { kind: 'credit', frames: 64 },
  { kind: 'zap', levelUv: -800_000, durationUs: 500 },
];

const deviceMessages: DeviceMessage[] = [
  { kind: 'ack', seq: 12, status: 2, message: 'no such range' },
  {
    kind: 'welcome',
    version: 1,
    firmware: '1.0.0',
    serial: 'SIM-1',
    maxFrameBytes: 1041,
    sampleRatesHz: [10_000, 50_000],
    currentRangesPa: [2000, 20_000],
    capabilities: 15,
    clockHz: 1_000_000,
    deviceName: 'Simulated rig',
    grid: null,
  },
  {
    kind: 'calibration',
    entry: { channel: 1, range: 0, scale: 0.061, offset: -0.2, unit: 'pA', filterHz: 5000, date: '2026-01-31' },
    checksumOk: true,
  },
  { kind: 'compensationRealised', values: compensation },
  { kind: 'pong', hostTimeUs: 5, deviceTimeUs: 2 ** 45, bufferedFrames: 3, overruns: 1 },
  { kind: 'protocolRealised', protocolNumber: 9, itemCount: 3, firstIndex: 1, items: [item, item] },
  { kind: 'zapRealised', levelUv: 1_500_000, durationUs: 20 },
  { kind: 'event', index: 2 ** 33, code: 8, argument: -5, runNumber: null },
  {
    kind: 'status',
    index: 7,
    deviceTimeUs: 8,
    temperatureC: null,
    bufferedFrames: 1,
    state: 'running',
    creditFrames: 60,
    overruns: 2,
    runNumber: null,
  },
];

describe('RigLink messages', () => {
  it('carries the amplifier in front and its telegraph voltages of v1.2, and nothing without its bit', () => {
    const welcome = deviceMessages.find((message) => message.kind === 'welcome')!;
    const grid = { levelStepUv: 50, timeStepUs: 20 };
    const telegraphed = { id: 'axopatch-200b', inputFullScaleMv: 10_000 };
    const status = deviceMessages.find((message) => message.kind === 'status')!;
    const telegraph = { gainV: 2.5, filterV: null, capacitanceV: -1.5, modeV: 6 };
    for (const message of [
      { ...welcome, capabilities: 15 + 16 + 32, grid, telegraphed },
      { ...status, runNumber: 4, telegraph },
    ] as DeviceMessage[]) {
      const { type, payload } = encodeDeviceMessage(message);
      expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toEqual({ ok: true, message });
    }
    const bare = encodeDeviceMessage({ ...welcome, capabilities: 15 + 16 + 32, grid });
    expect(decodeDeviceMessage({ ...bare, flags: 0, seq: 0 })).toMatchObject({ ok: true, message: { grid } });
    const { type, payload } = encodeDeviceMessage({ ...welcome, capabilities: 15 + 16, grid, telegraphed });
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toMatchObject({ ok: true, message: { grid } });
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).not.toHaveProperty('message.telegraphed');
  });

  it('carries the largest zap of v1.3 behind the telegraphs, and nothing without its bit', () => {
    const welcome = deviceMessages.find((message) => message.kind === 'welcome')!;
    const grid = { levelStepUv: 50, timeStepUs: 20 };
    const zap = { levelUv: 1_500_000, durationUs: 10_000 };
    const telegraphed = { id: 'axopatch-200b', inputFullScaleMv: 10_000 };
    const read = (message: DeviceMessage, cut = 0) => {
      const { type, payload } = encodeDeviceMessage(message);
      return decodeDeviceMessage({ type, flags: 0, seq: 0, payload: payload.slice(0, payload.length - cut) });
    };
    for (const message of [
      { ...welcome, capabilities: 16 + 64, grid, zap },
      { ...welcome, capabilities: 16 + 32 + 64, grid, telegraphed, zap },
    ] as DeviceMessage[]) {
      expect(read(message)).toEqual({ ok: true, message });
      expect(read(message, 1)).toMatchObject({ ok: false, problem: 'malformed' });
    }
    for (const message of [
      { ...welcome, capabilities: 16 + 64, grid },
      { ...welcome, capabilities: 16, grid, zap },
      { ...welcome, capabilities: 64, grid: null, zap },
    ] as DeviceMessage[])
      expect(read(message)).not.toHaveProperty('message.zap');
  });

  it.each(hostMessages)('carries $kind to the device', (message) => {
    const { type, payload } = encodeHostMessage(message);
    expect(decodeHostMessage({ type, flags: 0, seq: 0, payload })).toEqual({ ok: true, message });
    const newer = concat([payload, Uint8Array.of(1, 2, 3)]);
    expect(decodeHostMessage({ type, flags: 0, seq: 0, payload: newer })).toEqual({ ok: true, message });
  });

  it.each(deviceMessages)('carries $kind to the host', (message) => {
    const { type, payload } = encodeDeviceMessage(message);
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toEqual({ ok: true, message });
    const short = payload.subarray(0, payload.length - 1);
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload: short })).toMatchObject({ problem: 'malformed' });
  });

  it('carries full frames and long lists', () => {
    const values = Int16Array.from({ length: 400 }, (_, i) => ((i * 331) % 65_536) - 32_768);
    const samples = {
      kind: 'samples',
      firstIndex: 2 ** 40,
      count: 200,
      channels: 2,
      range: 1,
      item: 3,
      sweep: 4,
      values,
      runNumber: 0xffff_ffff,
    } as const;
    const items = Array.from({ length: 64 }, (_, i) => ({ ...item, startLevel: -1 - i }));
    const realised = { kind: 'protocolRealised', protocolNumber: 1, itemCount: 64, firstIndex: 0, items } as const;
    for (const message of [samples, realised]) {
      const { type, payload } = encodeDeviceMessage(message);
      expect(payload.length).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
      expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toEqual({ ok: true, message });
    }
  });

  it('takes an empty HELLO as one for version 1', () => {
    expect(decodeHostMessage(vectors[0]!.packet)).toMatchObject({ ok: true, message: { minVersion: 1, maxVersion: 1 } });
  });

  it('reports a damaged calibration record', () => {
    const { type, payload } = encodeDeviceMessage(deviceMessages[2]!);
    payload[4]! ^= 1;
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toMatchObject({ message: { checksumOk: false } });
  });

  it('names unknown types instead of failing', () => {
    const packet = { type: 0x7e, flags: 0, seq: 0, payload: new Uint8Array() };
    expect(decodeHostMessage(packet)).toEqual({ ok: false, problem: 'unknown-type', type: 0x7e });
    expect(decodeDeviceMessage(packet)).toEqual({ ok: false, problem: 'unknown-type', type: 0x7e });
  });

  it('carries the run number and the stimulus grid of v1.1, and reads a device without them', () => {
    const samples = {
      kind: 'samples',
      firstIndex: 0,
      count: 1,
      channels: 2,
      range: 0,
      item: 0,
      sweep: 0,
      values: Int16Array.of(1, 2),
    } as const;
    const status = deviceMessages.find((message) => message.kind === 'status')!;
    const event = deviceMessages.find((message) => message.kind === 'event')!;
    for (const old of [samples, event, status]) {
      for (const runNumber of [null, 0, 7, 0xffff_ffff]) {
        const message = { ...old, runNumber } as DeviceMessage;
        const { type, payload } = encodeDeviceMessage(message);
        expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toEqual({ ok: true, message });
      }
    }
    const welcome = deviceMessages.find((message) => message.kind === 'welcome')!;
    const newer = { ...welcome, capabilities: CAPABILITY.runNumber, grid: { levelStepUv: 50, timeStepUs: 20 } } as DeviceMessage;
    const { type, payload } = encodeDeviceMessage(newer);
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toEqual({ ok: true, message: newer });
    // The bit promises the fields.
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload: payload.slice(0, -1) })).toMatchObject({ problem: 'malformed' });
    const empty = encodeHostMessage({ kind: 'start', runNumber: null });
    expect(decodeHostMessage({ ...empty, flags: 0, seq: 0 })).toEqual({ ok: true, message: { kind: 'start', runNumber: null } });
  });

  it('refuses a value that would wrap in its field', () => {
    const long = (change: Partial<ProtocolItem>) => () =>
      encodeHostMessage({ kind: 'protocolItem', index: 0, item: { ...item, ...change } });
    // 4,296,967,296 us was played as 2,000,000 us.
    expect(long({ durationUs: 4_296_967_296 })).toThrow(/from 0 to 4294967295.*got 4296967296/);
    expect(long({ startLevel: 2 ** 31 })).toThrow(/got 2147483648/);
    expect(long({ endLevel: -(2 ** 31) - 1 })).toThrow(RangeError);
    expect(long({ flags: 256 })).toThrow(RangeError);
    for (const durationUs of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5]) expect(long({ durationUs })).toThrow(RangeError);
    expect(() => encodeHostMessage({ kind: 'protocolBegin', protocolNumber: 1, itemCount: 65_536, sha256: new Uint8Array(32) })).toThrow(
      /65535/,
    );
    expect(() => encodeHostMessage({ kind: 'protocolItem', index: 70_000, item })).toThrow(RangeError);
    expect(() => encodeHostMessage({ kind: 'ping', hostTimeUs: 2 ** 53 })).toThrow(RangeError);
    expect(() => encodeHostMessage({ kind: 'config', rateIndex: -1, rangeIndex: 0, filterHz: 0, mode: 'VC', holdLevel: 0 })).toThrow(
      RangeError,
    );
  });

  it('treats an index of 2^53 and more as a damaged payload', () => {
    const { type, payload } = encodeDeviceMessage({ kind: 'event', index: 5, code: 9, argument: 0, runNumber: null });
    payload[6] = 0x20;
    expect(decodeDeviceMessage({ type, flags: 0, seq: 0, payload })).toMatchObject({ ok: false, problem: 'malformed' });
  });
});
