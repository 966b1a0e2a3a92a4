import type { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import { localDate } from '../local-date.ts';
import { roundRate } from '../round-rate.ts';
import { protocolName, type AbfEpoch, type AbfHeader, type AbfInput, type AbfOutput, type AbfUserList } from './abf-header.ts';
import { abfTags } from './abf-tags.ts';
import { inputScale } from './input-scale.ts';
import { synchArray } from './synch-array.ts';
import { userListValues } from './user-list.ts';

const BLOCK = 512;
/** Files before 1.6 have 2048 bytes of header; samples follow it. */
const EXTENDED_HEADER = 5400;

/** Reads the header of ABF 1.x (places from the public description of the format). */
export function readAbf1Header(r: ByteReader): AbfHeader {
  const notes: string[] = [];
  const number = r.f32(4);
  if (!(number >= 1 && number < 2))
    throw new FormatError(`This is an ABF file of version ${Number(number.toPrecision(3))}; versions 1 and 2 are read. It may be damaged.`);
  const hundredths = Math.round(number * 100);
  const inputCount = r.i16(120);
  if (inputCount < 1 || inputCount > 16)
    throw new FormatError(`This ABF file is damaged: it declares ${inputCount} inputs, expected 1 to 16.`);
  const dataFormat = r.i16(100);
  if (dataFormat !== 0 && dataFormat !== 1)
    throw new FormatError(`This ABF file is damaged: its data format is ${dataFormat}, expected 0 (integers) or 1 (floats).`);
  const kind = dataFormat === 0 ? 'i16' : 'f32';
  const dataBlock = r.i32(40);
  const extended = number >= 1.6 && dataBlock * BLOCK >= EXTENDED_HEADER;
  const sampleRateHz = roundRate(1e6 / (samplingIntervalUs(r, notes) * inputCount));

  if (!extended) notes.push('This file has the short header of before ABF 1.6: telegraphed gain, capacitance and filter are not in it.');

  const inputs = readInputs(r, inputCount, extended, notes);
  const synchUnitS = Math.max(0, finite(r.f32(130))) / 1e6;
  const startDate = r.i32(20);
  const startedAt = abf1Date(startDate, r.i32(24), r.i16(366));
  if (startedAt === null) notes.push(`The date in the file (${startDate}) cannot be a date; it is unknown when this was recorded.`);
  const comment = (extended ? r.text(5154, 128) : '') || r.text(310, 56);
  return {
    format: 'ABF1',
    version: `1.${Math.floor((hundredths % 100) / 10)}.${hundredths % 10}.0`,
    operationMode: r.i16(8),
    sampleRateHz,
    dataAt: dataBlock * BLOCK + r.i16(14) * (kind === 'i16' ? 2 : 4),
    dataKind: kind,
    valueCount: r.i32(10),
    episodes: r.i32(16),
    synch: synchArray(r, r.i32(92) * BLOCK, r.i32(96), notes),
    synchUnitS,
    episodeStartToStartS: extended ? Math.max(0, finite(r.f32(178))) : 0,
    inputs,
    outputs: outputs(r, extended),
    userLists: extended ? userLists(r) : [],
    userListEpochs: 10,
    alternatingOutputs: false,
    tags: abfTags(
      r,
      { at: r.i32(44) * BLOCK, count: r.i32(48), bytes: 64, unitS: synchUnitS > 0 ? synchUnitS : 1 / (sampleRateHz * inputCount) },
      notes,
    ),
    startedAt,
    protocol: extended ? protocolName(r.text(4898, 256)) : null,
    comment: comment === '' ? null : comment,
    notes,
  };
}

/** Of one value of one input. */
function samplingIntervalUs(r: ByteReader, notes: string[]): number {
  const intervalUs = r.f32(122);
  if (!(intervalUs > 0 && intervalUs < 1e9))
    throw new FormatError(`This ABF file is damaged: its sampling interval is ${intervalUs} us, expected more than 0.`);
  const secondInterval = r.f32(126);
  if (secondInterval > 0 && secondInterval !== intervalUs)
    notes.push('This recording changes its sampling interval within a sweep; times after the change are wrong.');
  return intervalUs;
}

function readInputs(r: ByteReader, inputCount: number, extended: boolean, notes: string[]): AbfInput[] {
  const inputs: AbfInput[] = [];
  for (let i = 0; i < inputCount; i++) {
    const sampled = r.i16(410 + 2 * i);
    const adc = sampled >= 0 && sampled < 16 ? sampled : i;
    if (adc !== sampled) notes.push(`Input ${i + 1}: its place in the sampling sequence is ${sampled}, expected 0 to 15; ${i} was taken.`);
    const name = inputName(r.text(442 + 10 * adc, 10), i, notes);
    const gains = {
      name,
      adcRange: r.f32(244),
      adcResolution: r.i32(252),
      instrumentScale: r.f32(922 + 4 * adc),
      instrumentOffset: r.f32(986 + 4 * adc),
      signalGain: r.f32(1050 + 4 * adc),
      signalOffset: r.f32(1114 + 4 * adc),
      programmableGain: r.f32(730 + 4 * adc),
      telegraphEnabled: extended ? r.i16(4512 + 2 * adc) : 0,
      telegraphGain: extended ? r.f32(4576 + 4 * adc) : 1,
      telegraphFilterHz: extended ? r.f32(4640 + 4 * adc) : 0,
      telegraphCapacitancePf: extended ? r.f32(4704 + 4 * adc) : 0,
      telegraphAccessMohm: 0,
      telegraphMode: extended ? r.i16(4768 + 2 * adc) : -1,
    };
    inputs.push({ name, unit: r.text(602 + 8 * adc, 8), ...inputScale(gains, notes) });
  }
  return inputs;
}

/** YYYYMMDD, or YYMMDD in files before 1.6 (80 to 99 are 19xx); seconds since midnight. */
function abf1Date(date: number, seconds: number, milliseconds: number): string | null {
  const short = date >= 0 && date <= 991_231;
  const year = Math.floor(date / 10_000);
  const full = short ? (year >= 80 ? 1900 : 2000) + year : year;
  const rest = milliseconds >= 0 && milliseconds < 1000 ? milliseconds : 0;
  return date <= 0 ? null : localDate(full, Math.floor(date / 100) % 100, date % 100, seconds * 1000 + rest);
}

export function inputName(name: string, index: number, notes: string[]): string {
  if (name !== '') return name;
  notes.push(`Input ${index + 1} has no name in the file; it is called "Input ${index + 1}".`);
  return `Input ${index + 1}`;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

function outputs(r: ByteReader, extended: boolean): AbfOutput[] {
  // Before 1.6 one output had a waveform: the active one.
  const active = r.i16(1440) === 1 ? 1 : 0;
  return [0, 1].map((dac) => {
    const source = extended ? (r.i16(2296 + 2 * dac) !== 0 ? r.i16(2300 + 2 * dac) : 0) : dac === active ? r.i16(1438) : 0;
    const holding = r.f32(1394 + 4 * dac);
    return {
      number: dac,
      name: r.text(1306 + 10 * dac, 10),
      unit: r.text(1346 + 8 * dac, 8),
      holding: Math.abs(holding) < 1e6 ? holding : NaN,
      waveform: source === 1 ? ('epochs' as const) : source === 2 ? ('file' as const) : ('none' as const),
      keepsLastLevel: r.i16(extended ? 2304 + 2 * dac : 1442) !== 0,
      epochs: extended ? epochs(r, dac) : shortEpochs(r),
      file: extended
        ? { name: fileName(r.text(2736 + 256 * dac, 256)), scale: r.f32(2708 + 4 * dac), offset: r.f32(2716 + 4 * dac) }
        : { name: '', scale: 1, offset: 0 },
    };
  });
}

/** The table of the short header: durations of 16 bits. */
function shortEpochs(r: ByteReader): AbfEpoch[] {
  return Array.from({ length: 10 }, (_, i) => ({
    number: i,
    type: r.i16(1444 + 2 * i),
    level: r.f32(1464 + 4 * i),
    levelStep: r.f32(1504 + 4 * i),
    duration: r.i16(1544 + 2 * i),
    durationStep: r.i16(1564 + 2 * i),
    pulsePeriod: 0,
    pulseWidth: 0,
  }));
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}

function epochs(r: ByteReader, dac: number): AbfEpoch[] {
  return Array.from({ length: 10 }, (_, number) => {
    const i = 10 * dac + number;
    return {
      number,
      type: r.i16(2308 + 2 * i),
      level: r.f32(2348 + 4 * i),
      levelStep: r.f32(2428 + 4 * i),
      duration: r.i32(2508 + 4 * i),
      durationStep: r.i32(2588 + 4 * i),
      pulsePeriod: 0,
      pulseWidth: 0,
    };
  });
}

function userLists(r: ByteReader): AbfUserList[] {
  return [0, 1].flatMap((list) => {
    if (r.i16(3360 + 2 * list) !== 1) return [];
    const values = userListValues(r.text(3376 + 256 * list, 256));
    return values.length === 0 ? [] : [{ output: list, parameter: r.i16(3368 + 2 * list), values, repeats: r.i16(4400 + 2 * list) !== 0 }];
  });
}
