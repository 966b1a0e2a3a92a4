import { ByteReader, latin1 } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedSweep } from '../imported.ts';
import type { FormatReader } from '../reader.ts';
import { roundRate } from '../round-rate.ts';
import { readSamples } from '../samples.ts';
import { shownText } from '../shown-text.ts';
import { textLines } from '../text-lines.ts';
import { wcpDate } from './wcp-date.ts';

const SECTOR = 512;
const MOST_CHANNELS = 128;

/** WinWCP files of version 9 (J. Dempster, Strathclyde). */
export const wcpReader: FormatReader = {
  name: 'WinWCP',
  recognises: (bytes) => /^VER=\d+\s*[\r\n]+[A-Z]+\d*=/i.test(latin1(bytes.subarray(0, 64))),
  read({ bytes }) {
    const r = new ByteReader(bytes, 'WinWCP file');
    const notes: string[] = [];
    const header = readHeader(r);
    const count = (key: string, low: number, high: number): number => {
      const value = Number(header.get(key) ?? NaN);
      if (Number.isInteger(value) && value >= low && value <= high) return value;
      throw new FormatError(
        `This WinWCP file is damaged: its header states ${key}=${shownText(header.get(key) ?? 'nothing', 30)}, expected a whole ` +
          `number from ${low} to ${high}.`,
      );
    };
    const version = count('VER', 0, 1000);
    if (version !== 9)
      throw new FormatError(`This is a WinWCP file of version ${version}; version 9 is read. Open it in a newer WinWCP and save it again.`);
    const nc = count('NC', 1, MOST_CHANNELS);
    const nr = count('NR', 0, Math.ceil(bytes.length / SECTOR));
    const headerBytes = header.has('NBH') ? count('NBH', 1, bytes.length) : (Math.floor((nc - 1) / 8) + 1) * 1024;
    const analysisBytes = SECTOR * (nr === 0 ? 1 : count('NBA', 1, bytes.length));
    const dataBytes = SECTOR * (nr === 0 ? 1 : count('NBD', 1, bytes.length));
    const samples = header.has('NP') ? count('NP', 1, bytes.length) : Math.floor(dataBytes / (2 * nc));
    if (nr > 0 && samples * nc * 2 > dataBytes) {
      throw new FormatError(
        `This WinWCP file is damaged: ${samples} samples of ${nc} channels do not fit into records of ${dataBytes} bytes.`,
      );
    }
    const intervalS = decimal(header.get('DT'));
    const adcMax = decimal(header.get('ADCMAX'));
    if (nr > 0 && !(intervalS > 0))
      throw new FormatError(
        `This WinWCP file is damaged: its sampling interval is ${shownText(header.get('DT') ?? 'missing', 30)}, expected more than 0 s.`,
      );
    if (nr > 0 && !(adcMax > 0))
      throw new FormatError('This WinWCP file is damaged: it does not state the range of its converter (ADCMAX).');
    const channels = Array.from({ length: nc }, (_, c) => ({
      name: header.get(`YN${c}`) || `Channel ${c + 1}`,
      unit: header.get(`YU${c}`) ?? '',
      gain: decimal(header.get(`YG${c}`)),
      place: header.has(`YO${c}`) ? count(`YO${c}`, 0, nc - 1) : c,
    }));
    const { sweeps, tags } = readRecords(
      r,
      { count: nr, at: headerBytes, analysisBytes, dataBytes, samples, intervalS, adcMax, channels },
      notes,
    );
    if (nr === 0) notes.push('This WinWCP file holds no records.');
    const date = wcpDate(header.get('CTIME') ?? '');
    if (date.note !== null) notes.push(date.note);
    const comment = [header.get('ID') ?? '', header.get('CELL') ?? ''].filter((text) => text !== '').join('; ');
    return {
      format: 'WCP',
      version: String(version),
      recordings: [
        {
          name: null,
          sampleRateHz: intervalS > 0 ? roundRate(1 / intervalS) : null,
          startedAt: date.iso,
          channels: channels.map(({ name, unit }) => ({ name, unit })),
          sweeps,
          commands: [],
          tags,
          comment: comment === '' ? null : comment,
          conditions: {},
        },
      ],
      notes,
    };
  },
};

interface WcpRecords {
  readonly count: number;
  /** Bytes before the first record, of the analysis before its samples, and of its samples. */
  readonly at: number;
  readonly analysisBytes: number;
  readonly dataBytes: number;
  readonly samples: number;
  readonly intervalS: number;
  readonly adcMax: number;
  readonly channels: readonly { readonly name: string; readonly gain: number; readonly place: number }[];
}

/** One sweep a record; a file that is cut off gives those that are whole. */
function readRecords(
  r: ByteReader,
  { count, at: first, analysisBytes, dataBytes, samples, intervalS, adcMax, channels }: WcpRecords,
  notes: string[],
) {
  const sweeps: ImportedSweep[] = [];
  const tags: { timeS: number; text: string }[] = [];
  const nc = channels.length;
  for (let i = 0; i < count; i++) {
    const at = first + i * (analysisBytes + dataBytes);
    if (at + analysisBytes + samples * nc * 2 > r.length) {
      notes.push(`The file is cut off: ${i} of ${count} records are there.`);
      break;
    }
    const startS = r.f32(at + 16);
    const ownInterval = r.f32(at + 20);
    if (Math.abs(ownInterval / intervalS - 1) > 1e-3) {
      throw new FormatError(
        `Record ${i + 1} of this WinWCP file has a sampling interval of ${ownInterval} s, its header states ${intervalS} s. ` +
          `Recordings of one rate are read.`,
      );
    }
    if (/^REJ/i.test(r.text(at, 8))) notes.push(`Record ${i + 1} was marked as rejected in WinWCP; it is read all the same.`);
    const marker = shownText(r.text(at + 24 + 4 * nc, 16), 16);
    if (marker !== '') tags.push({ timeS: startS, text: marker });
    sweeps.push({
      startS: Number.isFinite(startS) && startS >= 0 ? startS : 0,
      data: channels.map(({ name, gain, place }, c) => {
        const volts = r.f32(at + 24 + 4 * c);
        const scale = volts / (adcMax * gain);
        if (!Number.isFinite(scale))
          throw new FormatError(
            `This WinWCP file is damaged: channel "${shownText(name, 30)}" has a gain of ${gain} and a range of ${volts} V.`,
          );
        return readSamples(r, { kind: 'i16', at: at + analysisBytes + 2 * place, count: samples, stride: nc, scale, offset: 0 });
      }),
    });
  }
  return { sweeps, tags };
}

/** KEY=value lines in the first kilobyte, and in as many more as the channels need. */
function readHeader(r: ByteReader): Map<string, string> {
  const parse = (length: number): Map<string, string> =>
    new Map(
      [...textLines(latin1(r.slice(0, Math.min(length, r.length))))].flatMap((line) => {
        const split = line.indexOf('=');
        return split < 1 ? [] : [[line.slice(0, split).trim().toUpperCase(), line.slice(split + 1).trim()] as const];
      }),
    );
  const first = parse(1024);
  const stated = Number(first.get('NBH') ?? NaN);
  return stated > 1024 && stated <= 1 << 20 ? parse(stated) : first;
}

/** Some Windows locales write a decimal comma. */
function decimal(text: string | undefined): number {
  return text === undefined || text === '' ? NaN : Number(text.replace(',', '.'));
}
