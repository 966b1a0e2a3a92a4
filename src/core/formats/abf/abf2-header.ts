import { latin1, type ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import { localDate } from '../local-date.ts';
import { roundRate } from '../round-rate.ts';
import type { AbfEpoch, AbfHeader, AbfInput, AbfOutput, AbfUserList } from './abf-header.ts';
import { protocolName } from './abf-header.ts';
import { fileName, inputName } from './abf1-header.ts';
import { abfTags } from './abf-tags.ts';
import { inputScale } from './input-scale.ts';
import { synchArray } from './synch-array.ts';
import { userListValues } from './user-list.ts';

const BLOCK = 512;
/** Where the table of a section stands in the header. */
const SECTIONS = {
  protocol: 76,
  adc: 92,
  dac: 108,
  epochPerDac: 156,
  userList: 172,
  strings: 220,
  data: 236,
  tag: 252,
  synch: 316,
} as const;
/** Inputs and outputs that a digitizer can have at most. */
const MOST_CHANNELS = 64;

interface Section {
  readonly at: number;
  readonly bytes: number;
  readonly count: number;
}

/** Reads the header of ABF 2.x (places from the public description of the format). */
export function readAbf2Header(r: ByteReader): AbfHeader {
  const notes: string[] = [];
  const version = [7, 6, 5, 4].map((at) => r.u8(at));
  if (version[0] !== 2)
    throw new FormatError(`This is an ABF file of version ${version.join('.')}; versions 1 and 2 are read. It may be damaged.`);
  const section = (name: keyof typeof SECTIONS): Section => {
    const place = SECTIONS[name];
    return { at: r.u32(place) * BLOCK, bytes: r.u32(place + 4), count: r.i64(place + 8) };
  };
  const protocol = section('protocol');
  if (protocol.count < 1)
    throw new FormatError('This ABF file has no protocol section, so its sampling rate is unknown. Save it again in Clampfit.');
  const p = protocol.at;
  const strings = indexedStrings(r, section('strings'));
  const text = (index: number): string => strings[index] ?? '';

  const adc = section('adc');
  if (adc.count < 1 || adc.count > MOST_CHANNELS || adc.bytes < 82) {
    throw new FormatError(`This ABF file is damaged: it declares ${adc.count} inputs, expected 1 to ${MOST_CHANNELS}.`);
  }
  const intervalUs = r.f32(p + 2);
  if (!(intervalUs > 0 && intervalUs < 1e9))
    throw new FormatError(`This ABF file is damaged: its sampling interval is ${intervalUs} us, expected more than 0.`);
  const sampleRateHz = roundRate(1e6 / intervalUs);
  const inputs = readInputs(r, adc, p, text, notes);
  const data = section('data');
  const dataFormat = r.u16(30);
  if (dataFormat > 1)
    throw new FormatError(`This ABF file is damaged: its data format is ${dataFormat}, expected 0 (integers) or 1 (floats).`);
  if (r.u8(p + 6) !== 0) throw new FormatError('This ABF file is compressed, which is not read. Save it uncompressed in Clampfit.');
  const synch = section('synch');
  const tag = section('tag');
  const synchUnitS = Math.max(0, finite(r.f32(p + 14))) / 1e6;
  const date = r.u32(16);
  const startedAt = localDate(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100, r.u32(20));
  if (startedAt === null) notes.push(`The date in the file (${date}) cannot be a date; it is unknown when this was recorded.`);
  const comment = text(r.i32(p + 132));
  return {
    format: 'ABF2',
    version: version.join('.'),
    operationMode: r.i16(p),
    sampleRateHz,
    dataAt: data.at,
    dataKind: dataFormat === 0 ? 'i16' : 'f32',
    valueCount: data.count,
    episodes: r.u32(12),
    synch: synchArray(r, synch.at, synch.count, notes),
    synchUnitS,
    episodeStartToStartS: Math.max(0, finite(r.f32(p + 62))),
    inputs,
    outputs: outputs(r, section('dac'), section('epochPerDac'), text),
    userLists: userLists(r, section('userList'), text),
    userListEpochs: version[1]! >= 9 ? 50 : 10,
    alternatingOutputs: protocol.bytes >= 184 && r.i16(p + 182) !== 0,
    tags: abfTags(r, { ...tag, unitS: synchUnitS > 0 ? synchUnitS : 1 / (sampleRateHz * adc.count) }, notes),
    startedAt,
    protocol: protocolName(text(r.u32(72))),
    comment: comment === '' ? null : comment,
    notes,
  };
}

/** @param p where the section of the protocol stands */
function readInputs(r: ByteReader, adc: Section, p: number, text: (index: number) => string, notes: string[]): AbfInput[] {
  return Array.from({ length: adc.count }, (_, i): AbfInput => {
    const a = adc.at + i * adc.bytes;
    const name = inputName(text(r.i32(a + 74)), i, notes);
    const gains = {
      name,
      adcRange: r.f32(p + 110),
      adcResolution: r.i32(p + 118),
      instrumentScale: r.f32(a + 40),
      instrumentOffset: r.f32(a + 44),
      signalGain: r.f32(a + 48),
      signalOffset: r.f32(a + 52),
      programmableGain: r.f32(a + 28),
      telegraphEnabled: r.i16(a + 2),
      telegraphGain: r.f32(a + 6),
      telegraphFilterHz: r.f32(a + 10),
      telegraphCapacitancePf: r.f32(a + 14),
      telegraphAccessMohm: r.f32(a + 20),
      telegraphMode: r.i16(a + 18),
    };
    return { name, unit: text(r.i32(a + 78)), ...inputScale(gains, notes) };
  });
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** Strings are counted from 1; 0 is none. The first entry holds them behind a header of 44 bytes that starts with SSCH. */
function indexedStrings(r: ByteReader, { at, bytes, count }: Section): string[] {
  if (count < 1 || bytes < 44) return [''];
  const block = r.slice(at, bytes);
  const wanted =
    latin1(block.subarray(0, 4)) === 'SSCH' ? Math.min(new DataView(block.buffer, block.byteOffset).getUint32(8, true), 10_000) : 10_000;
  const strings = [''];
  for (let start = 44; start < bytes && strings.length <= wanted;) {
    const end = block.indexOf(0, start);
    strings.push(latin1(block.subarray(start, end < 0 ? bytes : end)));
    start = end < 0 ? bytes : end + 1;
  }
  return strings;
}

function outputs(r: ByteReader, dac: Section, table: Section, text: (index: number) => string): AbfOutput[] {
  if (dac.count < 1 || dac.count > MOST_CHANNELS || dac.bytes < 122) return [];
  const epochs = new Map<number, AbfEpoch[]>();
  for (let i = 0; i < Math.min(table.count, 10_000) && table.bytes >= 30; i++) {
    const e = table.at + i * table.bytes;
    const output = r.i16(e + 2);
    epochs.set(output, [
      ...(epochs.get(output) ?? []),
      {
        number: r.i16(e),
        type: r.i16(e + 4),
        level: r.f32(e + 6),
        levelStep: r.f32(e + 10),
        duration: r.i32(e + 14),
        durationStep: r.i32(e + 18),
        pulsePeriod: r.i32(e + 22),
        pulseWidth: r.i32(e + 26),
      },
    ]);
  }
  return Array.from({ length: dac.count }, (_, i) => {
    const d = dac.at + i * dac.bytes;
    const number = r.i16(d);
    const holding = r.f32(d + 12);
    const source = r.i16(d + 42);
    return {
      number,
      name: text(r.i32(d + 24)),
      unit: text(r.i32(d + 28)),
      holding: Math.abs(holding) < 1e6 ? holding : NaN,
      waveform: r.i16(d + 40) === 0 || source === 0 ? ('none' as const) : source === 1 ? ('epochs' as const) : ('file' as const),
      keepsLastLevel: r.i16(d + 44) !== 0,
      epochs: (epochs.get(number) ?? []).sort((a, b) => a.number - b.number),
      file: { name: fileName(text(r.i32(d + 118))), scale: r.f32(d + 46), offset: r.f32(d + 50) },
    };
  });
}

function userLists(r: ByteReader, { at, bytes, count }: Section, text: (index: number) => string): AbfUserList[] {
  if (bytes < 10) return [];
  return Array.from({ length: Math.min(Math.max(0, count), MOST_CHANNELS) }, (_, i) => at + i * bytes).flatMap((u) => {
    const parameter = r.i16(u + 4);
    const values = userListValues(text(r.i16(u + 8)));
    // The enable flag beside it is 0 in files whose recorded output shows that the list was played; a list is stored only where used.
    return parameter <= 0 || values.length === 0 ? [] : [{ output: r.i16(u), parameter, values, repeats: r.i16(u + 6) !== 0 }];
  });
}
