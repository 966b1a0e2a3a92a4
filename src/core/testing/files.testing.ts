import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProtocol } from '../protocol/parse-protocol.ts';
import type { CellModel } from '../cell/cell-model.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { kernelFile } from '../simulate/kernel-file.ts';

/** Files read by tests of the core; the core itself reads none. */
const root = join(import.meta.dirname, '..', '..', '..');
export const SHARED = join(root, '..', 'shared');
export const HAS_SHARED = existsSync(SHARED);

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(root, 'test', 'fixtures', name), 'utf8'));
}

export function libraryProtocol(id: string): Protocol {
  return parseProtocol(readFileSync(join(root, 'resources', 'protocols', `${id}.json`), 'utf8'), id);
}

export function kernelBinary(model?: CellModel): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(root, 'resources', 'kernel', kernelFile(model))));
}

export function sharedFloats(path: string): Float32Array {
  const bytes = readFileSync(join(SHARED, path));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** rms difference over the range of the expected values, %. */
export function rmsPercent(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let square = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < expected.length; i++) {
    const e = expected[i] ?? NaN;
    square += ((got[i] ?? NaN) - e) ** 2;
    low = Math.min(low, e);
    high = Math.max(high, e);
  }
  return (100 * Math.sqrt(square / expected.length)) / (high - low);
}
