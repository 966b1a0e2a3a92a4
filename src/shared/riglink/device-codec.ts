import { ByteReader, ByteWriter } from './bytes.ts';
import { crc32 } from '../../core/trace/crc32.ts';
import { appendedU32, oneOf, readCompensation, readItem, readZap, writeCompensation, writeItem, writeZap } from './field-codecs.ts';
import type { CalibrationEntry, Decoded, DeviceMessage, Samples, Welcome } from './messages.ts';
import { CAPABILITY, DEVICE_STATES, MESSAGE_TYPE } from './messages.ts';
import type { Packet } from './packet.ts';
import { appendedTelegraph, writeTelegraph } from './telegraph-codec.ts';

/** Payload of a message that goes from the device to the host. */
export function encodeDeviceMessage(message: DeviceMessage): { type: number; payload: Uint8Array } {
  const writer = new ByteWriter();
  switch (message.kind) {
    case 'ack':
      writer.u32(message.seq).u8(message.status).text(message.message);
      break;
    case 'welcome':
      writer.u8(message.version).text(message.firmware).text(message.serial).u16(message.maxFrameBytes);
      writer.u8(message.sampleRatesHz.length);
      for (const rate of message.sampleRatesHz) writer.u32(rate);
      writer.u8(message.currentRangesPa.length);
      for (const range of message.currentRangesPa) writer.f64(range);
      writer.u32(message.capabilities).u32(message.clockHz).text(message.deviceName);
      if (message.grid !== null) writer.u32(message.grid.levelStepUv).u32(message.grid.timeStepUs);
      if (message.telegraphed !== undefined) writer.text(message.telegraphed.id).f32(message.telegraphed.inputFullScaleMv);
      if (message.zap !== undefined) writeZap(writer, message.zap);
      break;
    case 'calibration': {
      const body = calibrationBody(message.entry);
      writer.raw(body).u32(crc32(body));
      break;
    }
    case 'compensationRealised':
      writeCompensation(writer, message.values);
      break;
    case 'zapRealised':
      writeZap(writer, message);
      break;
    case 'pong':
      writer.u64(message.hostTimeUs).u64(message.deviceTimeUs).u32(message.bufferedFrames).u32(message.overruns);
      break;
    case 'protocolRealised':
      writer.u32(message.protocolNumber).u16(message.itemCount).u16(message.firstIndex).u8(message.items.length);
      for (const item of message.items) writeItem(writer, item);
      break;
    case 'samples':
      writeSamples(writer, message);
      break;
    case 'event':
      writer.u64(message.index).u16(message.code).i32(message.argument);
      writeRunNumber(writer, message.runNumber);
      break;
    case 'status':
      writer
        .u64(message.index)
        .u64(message.deviceTimeUs)
        .f32(message.temperatureC ?? Number.NaN)
        .u32(message.bufferedFrames)
        .u8(DEVICE_STATES.indexOf(message.state))
        .u32(message.creditFrames)
        .u32(message.overruns);
      writeRunNumber(writer, message.runNumber);
      if (message.telegraph !== undefined) writeTelegraph(writer, message.telegraph);
      break;
  }
  return { type: MESSAGE_TYPE[message.kind], payload: writer.done() };
}

/** Reads what a device sent. Bytes after the known fields are newer fields and are ignored. */
export function decodeDeviceMessage(packet: Packet): Decoded<DeviceMessage> {
  try {
    const message = read(packet.type, new ByteReader(packet.payload));
    return message === null ? { ok: false, problem: 'unknown-type', type: packet.type } : { ok: true, message };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, problem: 'malformed', type: packet.type, reason: error.message };
  }
}

function read(type: number, reader: ByteReader): DeviceMessage | null {
  switch (type) {
    case MESSAGE_TYPE.ack:
      return { kind: 'ack', seq: reader.u32(), status: reader.u8(), message: reader.text() };
    case MESSAGE_TYPE.welcome:
      return readWelcome(reader);
    case MESSAGE_TYPE.calibration: {
      const entry = {
        channel: reader.u8(),
        range: reader.u8(),
        scale: reader.f64(),
        offset: reader.f64(),
        unit: reader.text(),
        filterHz: reader.f64(),
        date: reader.text(),
      };
      // Over the bytes as they came: encoding the text again need not give the same bytes.
      const expected = crc32(reader.taken);
      return { kind: 'calibration', entry, checksumOk: reader.u32() === expected };
    }
    case MESSAGE_TYPE.compensationRealised:
      return { kind: 'compensationRealised', values: readCompensation(reader) };
    case MESSAGE_TYPE.zapRealised:
      return { kind: 'zapRealised', ...readZap(reader) };
    case MESSAGE_TYPE.pong:
      return {
        kind: 'pong',
        hostTimeUs: reader.u64(),
        deviceTimeUs: reader.u64(),
        bufferedFrames: reader.u32(),
        overruns: reader.u32(),
      };
    case MESSAGE_TYPE.protocolRealised:
      return {
        kind: 'protocolRealised',
        protocolNumber: reader.u32(),
        itemCount: reader.u16(),
        firstIndex: reader.u16(),
        items: list(reader.u8(), () => readItem(reader)),
      };
    case MESSAGE_TYPE.samples:
      return readSamples(reader);
    case MESSAGE_TYPE.event:
      return { kind: 'event', index: reader.u64(), code: reader.u16(), argument: reader.i32(), runNumber: appendedU32(reader) };
    case MESSAGE_TYPE.status: {
      const index = reader.u64();
      const deviceTimeUs = reader.u64();
      const temperatureC = reader.f32();
      return {
        kind: 'status',
        index,
        deviceTimeUs,
        temperatureC: Number.isNaN(temperatureC) ? null : temperatureC,
        bufferedFrames: reader.u32(),
        state: oneOf(DEVICE_STATES, reader.u8(), 'device state'),
        creditFrames: reader.u32(),
        overruns: reader.u32(),
        runNumber: appendedU32(reader),
        ...appendedTelegraph(reader),
      };
    }
    default:
      return null;
  }
}

function readWelcome(reader: ByteReader): Welcome {
  const welcome = {
    kind: 'welcome' as const,
    version: reader.u8(),
    firmware: reader.text(),
    serial: reader.text(),
    maxFrameBytes: reader.u16(),
    sampleRatesHz: list(reader.u8(), () => reader.u32()),
    currentRangesPa: list(reader.u8(), () => reader.f64()),
    capabilities: reader.u32(),
    clockHz: reader.u32(),
    deviceName: reader.text(),
  };
  const statesGrid = (welcome.capabilities & CAPABILITY.runNumber) !== 0;
  const grid = statesGrid ? { levelStepUv: reader.u32(), timeStepUs: reader.u32() } : null;
  // A device with the bit and nothing behind it names no amplifier: there is nothing to hold it to.
  const readsKnobs = statesGrid && (welcome.capabilities & CAPABILITY.telegraphs) !== 0 && reader.left > 0;
  const telegraphed = readsKnobs ? { telegraphed: { id: reader.text(), inputFullScaleMv: reader.f32() } } : {};
  // One with the bit and nothing behind it states no largest zap: it gets none.
  const zaps = statesGrid && (welcome.capabilities & CAPABILITY.zap) !== 0 && reader.left > 0;
  return { ...welcome, grid, ...telegraphed, ...(zaps ? { zap: readZap(reader) } : {}) };
}

function calibrationBody(entry: CalibrationEntry): Uint8Array {
  return new ByteWriter()
    .u8(entry.channel)
    .u8(entry.range)
    .f64(entry.scale)
    .f64(entry.offset)
    .text(entry.unit)
    .f64(entry.filterHz)
    .text(entry.date)
    .done();
}

function writeSamples(writer: ByteWriter, samples: Samples): void {
  writer.u64(samples.firstIndex).u16(samples.count).u8(samples.channels).u8(samples.range).u16(samples.item).u16(samples.sweep);
  writer.i16s(samples.values);
  writeRunNumber(writer, samples.runNumber);
}

function writeRunNumber(writer: ByteWriter, runNumber: number | null): void {
  if (runNumber !== null) writer.u32(runNumber);
}

function readSamples(reader: ByteReader): Samples {
  const firstIndex = reader.u64();
  const count = reader.u16();
  const channels = reader.u8();
  const range = reader.u8();
  const item = reader.u16();
  const sweep = reader.u16();
  const values = reader.i16s(count * channels);
  return { kind: 'samples', firstIndex, count, channels, range, item, sweep, values, runNumber: appendedU32(reader) };
}

function list<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}
