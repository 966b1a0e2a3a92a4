import { WholeFile } from './whole-file.ts';

/**
 * Writes a file so that it is there whole or not at all.
 * @throws StorageError 'disk-full' or 'io'; the target is then as it was before
 */
export function writeFileWhole(path: string, pieces: Iterable<string>): void {
  const file = new WholeFile(path);
  try {
    for (const piece of pieces) file.write(piece);
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}
