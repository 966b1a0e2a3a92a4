import { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import { readSamples, SAMPLE_BYTES, type SampleKind } from '../samples.ts';
import { field, type HekaNode } from './heka-tree.ts';

const KINDS: readonly SampleKind[] = ['i16', 'i32', 'f32', 'f64'];
const LITTLE_ENDIAN = 1;

/** One trace record; SI units. */
export interface HekaTrace {
  readonly label: string;
  readonly unit: string;
  readonly points: number;
  readonly intervalS: number;
  readonly startS: number;
  readonly cSlowF: number;
  readonly gSeriesS: number;
  readonly bandwidthHz: number;
  /** 3 is whole-cell; 4 current clamp. */
  readonly recordingMode: number;
  samples(data: Uint8Array): Float32Array;
}

/** Places in the record are those of the vendor's description of version 9. */
export function readHekaTrace(r: ByteReader, node: HekaNode): HekaTrace {
  const real = (offset: number, otherwise = NaN): number => field(node, offset, 8, (at) => r.f64(at), otherwise);
  const whole = (offset: number): number => field(node, offset, 4, (at) => r.i32(at), 0);
  const label = field(node, 4, 32, (at) => r.text(at, 32), '');
  const points = whole(44);
  return {
    label,
    unit: field(node, 96, 8, (at) => r.text(at, 8), ''),
    points,
    intervalS: real(104),
    startS: finite(real(80, 0)) + finite(real(112, 0)),
    cSlowF: real(176, 0),
    gSeriesS: real(184, 0),
    bandwidthHz: real(144, 0),
    recordingMode: field(node, 68, 1, (at) => r.u8(at), 0),
    samples(data) {
      const kind = KINDS[field(node, 70, 1, (at) => r.u8(at), 255)];
      if (kind === undefined) throw new FormatError(`Trace "${label}" of this HEKA file is stored in a format that is not known.`);
      const bigEndian = (field(node, 64, 2, (at) => r.u16(at), LITTLE_ENDIAN) & LITTLE_ENDIAN) === 0;
      const scale = real(72);
      if (!Number.isFinite(scale)) throw new FormatError(`Trace "${label}" of this HEKA file has a damaged scale.`);
      const reader = new ByteReader(data, 'HEKA file', !bigEndian);
      const at = field(node, 40, 4, (place) => r.u32(place), 0);
      const [size, skip] = [whole(292), whole(296)];
      if (size <= 0 || skip <= 0 || size >= points * SAMPLE_BYTES[kind])
        return readSamples(reader, { kind, at, count: points, stride: 1, scale, offset: 0 });
      return interleaved(reader, { kind, at, points, size, skip, scale });
    },
  };
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

interface Interleaving {
  readonly kind: SampleKind;
  readonly at: number;
  readonly points: number;
  /** Bytes of one block, and from the start of one to that of the next. */
  readonly size: number;
  readonly skip: number;
  readonly scale: number;
}

/** Continuous recordings alternate blocks of their traces. */
function interleaved(reader: ByteReader, { kind, at, points, size, skip, scale }: Interleaving): Float32Array {
  const perBlock = Math.floor(size / SAMPLE_BYTES[kind]);
  const blocks = Math.ceil(points / Math.max(1, perBlock));
  if (perBlock < 1 || skip < size) throw new FormatError(`This HEKA file is damaged: its blocks of ${size} bytes are ${skip} bytes apart.`);
  reader.need(at, (blocks - 1) * skip + 1);
  const samples = new Float32Array(points);
  for (let b = 0; b < blocks; b++) {
    const count = Math.min(perBlock, points - b * perBlock);
    samples.set(readSamples(reader, { kind, at: at + b * skip, count, stride: 1, scale, offset: 0 }), b * perBlock);
  }
  return samples;
}
