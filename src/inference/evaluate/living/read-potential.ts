import { basename } from 'node:path';
import { potentialCrc } from '../../../core/trace/recording-crc.ts';
import type { FreeRecording } from '../../../core/trace/recording.ts';
import { csvColumns, rateOf } from './csv-columns.ts';

/** A cell's own potential from a CSV with the columns Time (s), Voltage (V); further columns are ignored. @throws Error for another file */
export function readPotential(file: string): FreeRecording {
  const [time, volts] = csvColumns(file);
  if (!time || !volts) throw new Error(`${file}: expected the columns Time (s), Voltage (V).`);
  const voltageMv = Float32Array.from(volts, (v) => 1000 * v);
  return { name: basename(file), crc32: potentialCrc(voltageMv), sampleRateHz: rateOf(time, file), voltageMv };
}
