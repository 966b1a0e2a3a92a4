import type { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedSweep } from '../imported.ts';
import { readSamples, SAMPLE_BYTES } from '../samples.ts';
import type { AbfHeader } from './abf-header.ts';

const GAP_FREE = 3;
/** Each sweep takes memory, however short it is. */
const MOST_SWEEPS = 100_000;

/** Splits the stored values into sweeps; where the file is cut off, whole sweeps are kept and the loss is noted. */
export function abfSweeps(r: ByteReader, header: AbfHeader, notes: string[]): ImportedSweep[] {
  const channels = header.inputs.length;
  const size = SAMPLE_BYTES[header.dataKind];
  if (header.valueCount < 0 || header.dataAt < 512 || header.dataAt > r.length) {
    throw new FormatError(
      `This ${header.format} file is damaged: its samples should begin at byte ${header.dataAt} of ${r.length}. Copy it again ` +
        `from where it was recorded.`,
    );
  }
  const present = Math.floor((r.length - header.dataAt) / size);
  if (header.valueCount > present) {
    notes.push(
      `The file is cut off: of ${header.valueCount} values in its header ${present} are there; only whole sweeps of them are used.`,
    );
  }
  const values = Math.min(header.valueCount, present);
  const spans = spansOf(header, values, notes);
  if (spans.length > MOST_SWEEPS)
    throw new FormatError(`This ${header.format} file is damaged: it declares ${spans.length} sweeps, at most ${MOST_SWEEPS} are read.`);
  const whole = spans.filter(({ from, length }) => from + length <= values);
  if (whole.length === 0 && header.valueCount > 0) {
    throw new FormatError(
      `This ${header.format} file is cut off: not one whole sweep is there (${present} of ${header.valueCount} values). Copy it ` +
        `again from where it was recorded.`,
    );
  }
  return whole.map(({ from, length, startS }) => ({
    startS,
    data: header.inputs.map((input, channel) =>
      readSamples(r, {
        kind: header.dataKind,
        at: header.dataAt + (from + channel) * size,
        count: Math.floor(length / channels),
        stride: channels,
        // Floats are stored in units of the input already.
        scale: header.dataKind === 'i16' ? input.scale : 1,
        offset: header.dataKind === 'i16' ? input.offset : 0,
      }),
    ),
  }));
}

interface Span {
  readonly from: number;
  readonly length: number;
  readonly startS: number;
}

function spansOf(header: AbfHeader, values: number, notes: string[]): Span[] {
  const channels = header.inputs.length;
  const { synch, synchUnitS, sampleRateHz } = header;
  const firstStart = synch[0]?.start ?? 0;
  const tick = synchUnitS > 0 ? synchUnitS : 1 / (sampleRateHz * channels);
  const total = synch.reduce((sum, { length }) => sum + length, 0);
  const sound = synch.length > 0 && synch.every(({ length }) => length > 0) && total <= header.valueCount;
  if (header.operationMode === GAP_FREE) return [{ from: 0, length: values - (values % channels), startS: 0 }];
  if (sound) {
    let from = 0;
    return synch.map(({ start, length }) => {
      const span = { from, length, startS: Math.max(0, Number(((start - firstStart) * tick).toFixed(9))) };
      from += length;
      return span;
    });
  }
  if (synch.length > 0) notes.push('The table of sweep starts does not fit the samples; sweeps are taken as equally long.');
  const count = header.episodes > 0 && header.episodes <= header.valueCount / channels ? header.episodes : 1;
  if (count !== header.episodes && header.episodes !== 0)
    notes.push(`The file declares ${header.episodes} sweeps, which its samples cannot hold; it is read as one.`);
  const length = Math.floor(header.valueCount / count / channels) * channels;
  const lengthS = length / channels / sampleRateHz;
  const apart = header.episodeStartToStartS >= lengthS ? header.episodeStartToStartS : lengthS;
  return Array.from({ length: count }, (_, i) => ({ from: i * length, length, startS: Number((i * apart).toFixed(9)) }));
}
