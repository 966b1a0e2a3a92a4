import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/** Renames a synced file within its folder; afterwards a power failure leaves it under its new name. */
export function putInPlace(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}
