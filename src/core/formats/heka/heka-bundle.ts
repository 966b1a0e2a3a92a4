import { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import type { FormatSource } from '../reader.ts';
import { startsWith } from '../starts-with.ts';
import { isHekaTree } from './heka-tree.ts';

/** The parts of a recording, whether in one bundle or in files side by side. */
export interface HekaParts {
  readonly version: string;
  readonly bundled: boolean;
  /** Raw samples; trace records point into these bytes. */
  readonly data: Uint8Array;
  readonly pulsed: Uint8Array;
  readonly stimulus: Uint8Array | null;
}

const ITEMS = 12;

/** Splits a DAT2 bundle, or gathers the .pul, .pgf and .dat files of a recording that was not bundled. */
export function hekaParts(source: FormatSource): HekaParts {
  const { bytes } = source;
  if (isHekaTree(bytes)) return looseParts(source);
  const signature = new ByteReader(bytes, 'HEKA file').text(0, 8);
  if (!startsWith(bytes, 'DAT2')) return namedParts(source, signature);
  const r = new ByteReader(bytes, 'HEKA file', bytes[52] !== 0);
  const items = new Map<string, Uint8Array>();
  for (let i = 0; i < ITEMS; i++) {
    const at = 64 + 16 * i;
    const [start, length, ending] = [r.u32(at), r.u32(at + 4), r.text(at + 8, 8)];
    if (length === 0 || ending === '') continue;
    // Trace records count from the start of the bundle, so samples are not cut out of it.
    items.set(ending.toLowerCase(), ending.toLowerCase() === '.dat' ? bytes : r.slice(start, length));
  }
  const pulsed = items.get('.pul');
  if (!pulsed)
    throw new FormatError(
      'This HEKA bundle has no pulsed tree (.pul), so its samples cannot be assigned. Open and save it in PatchMaster.',
    );
  return { version: r.text(8, 32), bundled: true, data: items.get('.dat') ?? bytes, pulsed, stimulus: items.get('.pgf') ?? null };
}

/** DAT1 is the header of files that are not bundled. */
function namedParts(source: FormatSource, signature: string): HekaParts {
  const pulsed = source.companion('.pul');
  if (pulsed !== null && isHekaTree(pulsed))
    return { version: '', bundled: false, data: source.bytes, pulsed, stimulus: source.companion('.pgf') };
  throw new FormatError(
    `This is a HEKA file of kind "${signature}" that is not bundled; put its .pul and .pgf files beside it under the same name.`,
  );
}

function looseParts(source: FormatSource): HekaParts {
  const pulsed = levelsOf(source.bytes) === 5 ? source.bytes : source.companion('.pul');
  const data = source.companion('.dat');
  if (pulsed === null || data === null || levelsOf(pulsed) !== 5) {
    throw new FormatError(
      `This is one tree of a HEKA recording; put ${pulsed === null ? 'the .pul file' : 'the .dat file'} of the same name beside ` +
        `it, where the rest of the recording is.`,
    );
  }
  const stimulus = levelsOf(source.bytes) === 4 ? source.bytes : source.companion('.pgf');
  return { version: '', bundled: false, data, pulsed, stimulus };
}

/** The trees differ in their number of levels: the pulsed tree has 5, the stimulus tree 4. */
function levelsOf(bytes: Uint8Array): number {
  return isHekaTree(bytes) && bytes.length >= 8 ? new ByteReader(bytes, 'HEKA file', bytes[0] === 0x65).i32(4) : 0;
}
