import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { readJsonText } from '../core/text/strict-json.ts';
import { guarded, writeFileWhole } from '../node/files/index.ts';

/** @throws Error naming the missing or unreadable file */
export function readText(path: string, what: string): string {
  return readBytes(path, what).toString('utf8');
}

export function readBytes(path: string, what: string): Buffer {
  if (!existsSync(path)) throw new Error(`${what}: expected a file, "${path}" does not exist. Check the path.`);
  if (statSync(path).isDirectory()) throw new Error(`${what}: expected a file, "${path}" is a folder. Name a file in it.`);
  return guarded(`Reading the ${what.toLowerCase()}`, path, () => readFileSync(path));
}

export function readJson(path: string, what: string): unknown {
  return readJsonText(readText(path, what), { origin: `${what} "${path}"`, advice: 'Correct the file.' });
}

/** Little-endian float32 on any machine. The file is written completely or not at all; a device is written directly. */
export function writeFloat32(path: string, values: Float32Array): void {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  guarded('Writing a file', path, () => ensureFolderOf(path));
  writeFileWhole(path, [bytes]);
}

/** @throws Error when the file is not a whole number of float32 values */
export function readFloat32(path: string, what: string): Float32Array<ArrayBuffer> {
  const bytes = readBytes(path, what);
  if (bytes.length === 0 || bytes.length % 4 !== 0) {
    throw new Error(
      `${what} "${path}" has ${bytes.length} bytes; expected a whole number of float32 values of 4 bytes. The file may be cut off.`,
    );
  }
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

export function ensureFolderOf(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
}

/** Text, completely or not at all; its folder is made where it is missing. */
export function writeText(path: string, text: string): void {
  guarded('Writing a file', path, () => ensureFolderOf(path));
  writeFileWhole(path, [text]);
}
