import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACK_STATUS,
  CLAMP_MODES,
  cobsDecode,
  cobsEncode,
  decodeDeviceMessage,
  decodeFrame,
  decodeHostMessage,
  encodeDeviceMessage,
  encodeFrame,
  encodeHostMessage,
  FrameReader,
  ITEM_KINDS,
  MAX_PAYLOAD_BYTES,
  type DeviceMessage,
  type HostMessage,
  type Packet,
} from './index.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 700 }),
  fc.array(fc.constantFrom(0, 1, 254, 255), { maxLength: 700 }).map((list) => Uint8Array.from(list)),
);
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const packet: fc.Arbitrary<Packet> = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  flags: u16,
  seq: u32,
  payload: fc.uint8Array({ maxLength: MAX_PAYLOAD_BYTES }),
});
const item = fc.record({
  kind: fc.constantFrom(...ITEM_KINDS),
  startLevel: i32,
  endLevel: i32,
  durationUs: u32,
  flags: fc.integer({ min: 0, max: 255 }),
});

test('COBS gives back any bytes, holds no zero and costs one byte in 254', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      const stuffed = cobsEncode(data);
      expect(stuffed.includes(0)).toBe(false);
      expect(stuffed.length).toBeLessThanOrEqual(data.length + Math.floor(data.length / 254) + 1);
      expect(cobsDecode(stuffed)).toEqual(data);
    }),
  );
});

test('bytes that are no frame are reported, never thrown', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      expect(decodeFrame(data).ok).toBe(false);
    }),
  );
});

test('a line cut anywhere gives all packets in their order', () => {
  fc.assert(
    fc.property(
      fc.array(packet, { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
      (packets, cuts) => {
        const line = Uint8Array.from(packets.flatMap((one) => [...encodeFrame(one)]));
        const reader = new FrameReader();
        const heard: Packet[] = [];
        for (let at = 0, k = 0; at < line.length; k++) {
          const to = at + cuts[k % cuts.length]!;
          heard.push(...reader.feed(line.subarray(at, to)));
          at = to;
        }
        expect(heard).toEqual(packets);
        expect(reader.counts().badFrames).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
});

test('a frame with one flipped bit is never read as a packet', () => {
  fc.assert(
    fc.property(packet, fc.nat(), (one, place) => {
      const frame = encodeFrame(one);
      const spoiled = frame.slice();
      const bit = place % ((frame.length - 1) * 8);
      spoiled[bit >> 3]! ^= 1 << (bit & 7);
      expect(new FrameReader().feed(spoiled)).toEqual([]);
    }),
  );
});

test('messages of the host come back as they were sent', () => {
  const message: fc.Arbitrary<HostMessage> = fc.oneof(
    fc.record({ kind: fc.constant('protocolItem' as const), index: u16, item }),
    fc.record({
      kind: fc.constant('config' as const),
      rateIndex: fc.nat(255),
      rangeIndex: fc.nat(255),
      filterHz: u32,
      mode: fc.constantFrom(...CLAMP_MODES),
      holdLevel: i32,
    }),
    fc.record({
      kind: fc.constant('protocolBegin' as const),
      protocolNumber: u16,
      itemCount: u16,
      sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    }),
    fc.record({ kind: fc.constant('start' as const), runNumber: fc.oneof(fc.constant(null), u32) }),
  );
  fc.assert(
    fc.property(message, u32, (sent, seq) => {
      const result = decodeFrame(encodeFrame({ ...encodeHostMessage(sent), flags: 0, seq }).slice(0, -1));
      expect(result.ok && decodeHostMessage(result.packet)).toEqual({ ok: true, message: sent });
    }),
  );
});

test('what a device says it will play, and its answers, come back as they were sent', () => {
  const message: fc.Arbitrary<DeviceMessage> = fc.oneof(
    fc.record({
      kind: fc.constant('protocolRealised' as const),
      protocolNumber: u16,
      firstIndex: u16,
      itemCount: u16,
      items: fc.array(item, { minLength: 1, maxLength: 64 }),
    }),
    fc.record({
      kind: fc.constant('ack' as const),
      seq: u32,
      status: fc.constantFrom(...Object.values(ACK_STATUS)),
      message: fc.stringMatching(/^[ -~]{0,80}$/),
    }),
  );
  fc.assert(
    fc.property(message, (sent) => {
      const result = decodeFrame(encodeFrame({ ...encodeDeviceMessage(sent), flags: 0, seq: 1 }).slice(0, -1));
      expect(result.ok && decodeDeviceMessage(result.packet)).toEqual({ ok: true, message: sent });
    }),
  );
});
