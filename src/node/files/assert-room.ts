import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { guarded } from './storage-error.ts';

/**
 * Asks the disk for room before something is written that has no clear word for a full disk.
 * @param path of the file; its folder is there
 * @throws StorageError 'disk-full'
 */
export function assertRoom(path: string, bytes: number): void {
  guarded('Writing a file', path, () => {
    const { bavail, bsize, blocks } = statfsSync(dirname(path));
    // Some network disks say nothing of their size.
    if (blocks === 0 || bavail * bsize >= bytes) return;
    throw Object.assign(new Error(`${Math.ceil(bytes / 1e6)} MB are needed, ${Math.floor((bavail * bsize) / 1e6)} MB are free`), {
      code: 'ENOSPC',
    });
  });
}
