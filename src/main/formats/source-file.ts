import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { FormatSource } from '../../core/formats/reader.ts';

/** A recording on disk with the files beside it. @throws Error of the file system */
export function sourceFile(path: string): FormatSource {
  const folder = dirname(path);
  const stem = basename(path, extname(path));
  return {
    bytes: readFileSync(path),
    name: basename(path),
    companion(wanted) {
      // Names come from inside files: only the folder's own files are read, whatever their case.
      const name = (wanted.startsWith('.') ? `${stem}${wanted}` : basename(wanted)).toLowerCase();
      const found = readdirSync(folder).find((entry) => entry.toLowerCase() === name && entry !== basename(path));
      const beside = found === undefined ? null : join(folder, found);
      return beside !== null && existsSync(beside) && statSync(beside).isFile() ? readFileSync(beside) : null;
    },
  };
}
