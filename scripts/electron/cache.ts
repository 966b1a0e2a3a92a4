import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for what can be downloaded again: the registry runtime and the record of refused downloads. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.cache'), 'twinclamp');
}
