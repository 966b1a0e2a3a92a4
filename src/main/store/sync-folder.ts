import { closeSync, fsyncSync, openSync } from 'node:fs';

/** After this the name of a new file in the folder survives a power failure. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
