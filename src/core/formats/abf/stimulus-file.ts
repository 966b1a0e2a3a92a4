import { readAtfTable } from '../atf/atf-table.ts';
import { ByteReader } from '../byte-reader.ts';
import type { FormatSource } from '../reader.ts';
import { startsWith } from '../starts-with.ts';
import { abfSweeps } from './abf-sweeps.ts';
import { readAbf1Header } from './abf1-header.ts';
import { readAbf2Header } from './abf2-header.ts';

/**
 * Sweeps of the first channel of a stimulus file (ABF or ATF) beside the recording; null where there is none or it is neither.
 * @throws FormatError where it is damaged
 */
export function stimulusFile(source: FormatSource, name: string): readonly Float32Array[] | null {
  const bytes = name === '' ? null : source.companion(name);
  if (bytes === null) return null;
  if (startsWith(bytes, 'ATF'))
    return readAtfTable(bytes)
      .columns.slice(1)
      .map((column) => Float32Array.from(column));
  if (!startsWith(bytes, 'ABF')) return null;
  const reader = new ByteReader(bytes, 'stimulus file');
  const header = startsWith(bytes, 'ABF2') ? readAbf2Header(reader) : readAbf1Header(reader);
  return abfSweeps(reader, header, []).flatMap(({ data }) => data.slice(0, 1));
}
