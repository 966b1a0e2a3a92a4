import { WholeFile } from './whole-file.ts';

/**
 * Writes a file completely or not at all, also after a power failure.
 * @throws StorageError 'disk-full' or 'io'; the target is then as it was before
 * @example writeFileWhole(path, [JSON.stringify(twin)]);
 */
export function writeFileWhole(path: string, pieces: Iterable<string | Uint8Array>): void {
  const file = new WholeFile(path);
  try {
    for (const piece of pieces) file.write(piece);
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}
