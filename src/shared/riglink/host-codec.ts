import { ByteReader, ByteWriter } from './bytes.ts';
import { appendedU32, oneOf, readCompensation, readItem, readZap, writeCompensation, writeItem, writeZap } from './field-codecs.ts';
import type { Decoded, HostMessage } from './messages.ts';
import { CLAMP_MODES, MESSAGE_TYPE } from './messages.ts';
import type { Packet } from './packet.ts';

/** Payload of a message that goes from the host to the device. */
export function encodeHostMessage(message: HostMessage): { type: number; payload: Uint8Array } {
  const writer = new ByteWriter();
  switch (message.kind) {
    case 'hello':
      writer.u8(message.minVersion).u8(message.maxVersion).text(message.hostName);
      break;
    case 'getCalibration':
      writer.u8(message.channel).u8(message.range);
      break;
    case 'config':
      writer
        .u8(message.rateIndex)
        .u8(message.rangeIndex)
        .u32(message.filterHz)
        .u8(CLAMP_MODES.indexOf(message.mode))
        .i32(message.holdLevel);
      break;
    case 'compensation':
      writeCompensation(writer, message.values);
      break;
    case 'ping':
      writer.u64(message.hostTimeUs);
      break;
    case 'protocolBegin':
      writer.u32(message.protocolNumber).u16(message.itemCount).raw(message.sha256);
      break;
    case 'protocolItem':
      writer.u16(message.index);
      writeItem(writer, message.item);
      break;
    case 'protocolCommit':
      writer.u32(message.protocolNumber);
      break;
    case 'credit':
      writer.u32(message.frames);
      break;
    case 'zap':
      writeZap(writer, message);
      break;
    case 'start':
      if (message.runNumber !== null) writer.u32(message.runNumber);
      break;
    case 'arm':
    case 'stop':
    case 'panic':
      break;
  }
  return { type: MESSAGE_TYPE[message.kind], payload: writer.done() };
}

/** Reads what a host sent. Bytes after the known fields are newer fields and are ignored. */
export function decodeHostMessage(packet: Packet): Decoded<HostMessage> {
  try {
    const message = read(packet.type, new ByteReader(packet.payload));
    return message === null ? { ok: false, problem: 'unknown-type', type: packet.type } : { ok: true, message };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, problem: 'malformed', type: packet.type, reason: error.message };
  }
}

function read(type: number, reader: ByteReader): HostMessage | null {
  switch (type) {
    case MESSAGE_TYPE.hello:
      // An empty HELLO asks for version 1.
      return reader.left === 0
        ? { kind: 'hello', minVersion: 1, maxVersion: 1, hostName: '' }
        : { kind: 'hello', minVersion: reader.u8(), maxVersion: reader.u8(), hostName: reader.text() };
    case MESSAGE_TYPE.getCalibration:
      return { kind: 'getCalibration', channel: reader.u8(), range: reader.u8() };
    case MESSAGE_TYPE.config:
      return {
        kind: 'config',
        rateIndex: reader.u8(),
        rangeIndex: reader.u8(),
        filterHz: reader.u32(),
        mode: oneOf(CLAMP_MODES, reader.u8(), 'clamp mode'),
        holdLevel: reader.i32(),
      };
    case MESSAGE_TYPE.compensation:
      return { kind: 'compensation', values: readCompensation(reader) };
    case MESSAGE_TYPE.ping:
      return { kind: 'ping', hostTimeUs: reader.u64() };
    case MESSAGE_TYPE.protocolBegin:
      return { kind: 'protocolBegin', protocolNumber: reader.u32(), itemCount: reader.u16(), sha256: reader.raw(32) };
    case MESSAGE_TYPE.protocolItem:
      return { kind: 'protocolItem', index: reader.u16(), item: readItem(reader) };
    case MESSAGE_TYPE.protocolCommit:
      return { kind: 'protocolCommit', protocolNumber: reader.u32() };
    case MESSAGE_TYPE.arm:
      return { kind: 'arm' };
    case MESSAGE_TYPE.start:
      return { kind: 'start', runNumber: appendedU32(reader) };
    case MESSAGE_TYPE.stop:
      return { kind: 'stop' };
    case MESSAGE_TYPE.panic:
      return { kind: 'panic' };
    case MESSAGE_TYPE.credit:
      return { kind: 'credit', frames: reader.u32() };
    case MESSAGE_TYPE.zap:
      return { kind: 'zap', ...readZap(reader) };
    default:
      return null;
  }
}
