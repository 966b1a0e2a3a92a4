import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Files of its stem, by ending. */
  readonly beside: ReadonlyMap<string, Uint8Array>;
}

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = [
  join(ROOT, 'test', 'fixtures', 'formats'),
  ...['abf', 'atf', 'heka', 'more', 'nwb', 'wcp'].map((kind) => join(ROOT, '..', 'shared', 'data', 'formats', kind)),
];
const NO_RECORDING = new Set(['.py', '.json', '.md']);

/** Our own small files, and the public recordings where they are stored beside the project. */
export function corpus(): CorpusFile[] {
  return FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) => {
    const names = readdirSync(folder).filter((name) => !NO_RECORDING.has(extname(name)));
    const read = new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
    return names.map((name) => {
      const stem = name.slice(0, name.length - extname(name).length);
      const beside = names
        .filter((other) => other !== name && other.startsWith(`${stem}.`))
        .map((other) => [extname(other), read.get(other)!] as const);
      return { name, bytes: read.get(name)!, beside: new Map(beside) };
    });
  });
}
