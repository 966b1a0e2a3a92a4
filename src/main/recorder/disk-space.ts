import { statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asStorageError, StorageError, guarded } from '../store/index.ts';

/** Bytes of one stored sample: voltage and current as float32, and a tenth for the overhead of the file. */
const BYTES_PER_SAMPLE = 8 * 1.1;

/** Room that must stay free for the write-ahead log, the operating system and the end of the session. */
export const RESERVE_BYTES = 64 * 1024 * 1024;

/** Minutes of recording that fit on the disk of this folder at a sample rate. Never blocks: a disk may hang. */
export async function diskMinutesLeft(folder: string, sampleRateHz: number): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const bytes = Math.max(0, bavail * bsize - RESERVE_BYTES);
    return bytes / (BYTES_PER_SAMPLE * sampleRateHz * 60);
  } catch (error) {
    throw asStorageError('Reading free disk space', folder, error);
  }
}

/** @throws StorageError 'disk-full' when a recording of this many samples does not fit beside the file */
export function assertRoomFor(file: string, sampleRateHz: number, samples: number): void {
  const needed = samples * BYTES_PER_SAMPLE + RESERVE_BYTES;
  const { bavail, bsize } = guarded('Reading free disk space', file, () => statfsSync(dirname(file)));
  const free = bavail * bsize;
  if (free < needed) {
    throw new StorageError(
      'disk-full',
      `Recording ${(samples / sampleRateHz).toFixed(1)} s at ${sampleRateHz} Hz needs ${megabytes(needed)} free, ` +
        `${megabytes(free)} are left on the disk of ${file}. Free some space or choose another sessions folder.`,
    );
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
