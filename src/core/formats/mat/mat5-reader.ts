import { ByteReader } from '../byte-reader.ts';
import { FormatError } from '../format-error.ts';
import type { FormatReader, FormatTools } from '../reader.ts';
import { shownText } from '../shown-text.ts';
import { startsWith } from '../starts-with.ts';
import { matRecordings } from './mat-recordings.ts';
import type { MatVariable } from './mat-variable.ts';
import { readMat5Matrix } from './mat5-matrix.ts';

const COMPRESSED = 15;
const MATRIX = 14;
/** Recordings compress to a half or a third; a higher ratio than this is no recording. */
const MOST_RATIO = 40;
const GRACE_BYTES = 32 << 20;

/** MATLAB files of versions 5 to 7.2 (save -v6, -v7; scipy.io.savemat). */
export const mat5Reader: FormatReader = {
  name: 'MATLAB',
  recognises: (bytes) => startsWith(bytes, 'MATLAB 5.0 MAT-file') && bytes.length >= 128,
  read({ bytes }, tools) {
    const notes: string[] = [];
    const variables = readMat5(bytes, tools, notes);
    return { format: 'MATLAB', version: '5', recordings: matRecordings(variables, notes), notes };
  },
};

/** All variables of the file. @throws FormatError where it is damaged or unpacks to more than it justifies */
export function readMat5(bytes: Uint8Array, tools: FormatTools, notes: string[]): MatVariable[] {
  const order = String.fromCharCode(bytes[126] ?? 0, bytes[127] ?? 0);
  if (order !== 'IM' && order !== 'MI')
    throw new FormatError(`This MATLAB file is damaged: its byte order is "${shownText(order, 4)}", expected IM or MI.`);
  const littleEndian = order === 'IM';
  const r = new ByteReader(bytes, 'MATLAB file', littleEndian);
  const variables: MatVariable[] = [];
  let budget = GRACE_BYTES + MOST_RATIO * bytes.length;
  for (let at = 128; at + 8 <= bytes.length;) {
    const type = r.u32(at);
    const length = r.u32(at + 4);
    if (at + 8 + length > bytes.length) {
      notes.push(`The file is cut off: its last variable has ${length} bytes, ${bytes.length - at - 8} are there.`);
      break;
    }
    const body = r.slice(at + 8, length);
    at += 8 + length;
    if (type === COMPRESSED) {
      const inflated = inflated8(body, tools, budget);
      budget -= inflated.length;
      const inner = new ByteReader(inflated, 'MATLAB file', littleEndian);
      if (inner.length >= 8 && inner.u32(0) === MATRIX)
        variables.push(...readMat5Matrix(inner, 8, Math.min(inner.u32(4), inner.length - 8), '', notes));
    } else if (type === MATRIX) {
      variables.push(...readMat5Matrix(r, at - length, length, '', notes));
    }
  }
  return variables;
}

function inflated8(body: Uint8Array, tools: FormatTools, mostBytes: number): Uint8Array {
  try {
    return tools.inflate(body, Math.max(1, mostBytes));
  } catch (cause) {
    throw new FormatError(
      'A compressed variable of this MATLAB file is damaged, or unpacks to far more than a recording would. Save it again with save -v6.',
      { cause },
    );
  }
}
