import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { guarded } from './storage-error.ts';

/** Text is handed to the system in pieces of about this many characters. */
const PIECE = 1 << 16;

/**
 * Writes a file so that it is there whole or not at all: into a neighbour, synced, then renamed over the target.
 * A target that is a device or pipe is written directly.
 * @throws StorageError 'disk-full' or 'io'; the target is then as it was before
 */
export function writeFileWhole(path: string, pieces: Iterable<string>): void {
  guarded('Writing a file', path, () => {
    if (existsSync(path) && !statSync(path).isFile()) {
      writePieces(path, pieces);
      return;
    }
    const temporary = `${path}.${process.pid}.part`;
    try {
      writePieces(temporary, pieces);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let held = '';
    const flush = (): void => {
      const bytes = Buffer.from(held, 'utf8');
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      held = '';
    };
    for (const piece of pieces) {
      held += piece;
      if (held.length > PIECE) flush();
    }
    flush();
    if (statSync(path).isFile()) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
