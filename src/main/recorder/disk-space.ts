import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError, guarded } from '../store/index.ts';

/** Bytes of one stored sample: voltage and current as float32, and a tenth for the file's own needs. */
const BYTES_PER_SAMPLE = 8 * 1.1;

/** Room that must stay free for the write-ahead log, the operating system and the end of the session. */
export const RESERVE_BYTES = 64 * 1024 * 1024;

/** Minutes of recording that the disk of a file still holds at a sample rate. */
export function diskMinutesLeft(file: string, sampleRateHz: number): number {
  const bytes = Math.max(0, freeBytes(file) - RESERVE_BYTES);
  return bytes / (BYTES_PER_SAMPLE * sampleRateHz * 60);
}

/** @throws StorageError 'disk-full' when a recording of so many samples does not fit */
export function assertRoomFor(file: string, sampleRateHz: number, samples: number): void {
  const needed = samples * BYTES_PER_SAMPLE + RESERVE_BYTES;
  const free = freeBytes(file);
  if (free < needed) {
    throw new StorageError(
      'disk-full',
      `Recording ${(samples / sampleRateHz).toFixed(1)} s at ${sampleRateHz} Hz needs ${megabytes(needed)} free, ${megabytes(free)} are left on the disk of ${file}. Free some space or choose another sessions folder.`,
    );
  }
}

function freeBytes(file: string): number {
  const { bavail, bsize } = guarded('Reading free disk space', file, () => statfsSync(dirname(file)));
  return bavail * bsize;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
