import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Errors of folders that may be written to and not read, and of drives without this call: the name is as safe as they make it. */
const NOT_OFFERED: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** After this the name of a new file in the folder survives a power failure. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!NOT_OFFERED.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}
