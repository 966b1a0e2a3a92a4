import { homedir } from 'node:os';
import { join } from 'node:path';

/** The TensorFlow library that `npm run build:tensorflow` lays out, and the binding it is called through. */
export const TENSORFLOW_LIBRARY = { tensorflow: '2.15.1', binding: '4.22.0' } as const;

/** Written last into the folder: its presence shows that the build is complete. */
export const BUILT_FILE = 'built.json';

/**
 * Folder of the TensorFlow library, in the cache of the user: it can be built again. Holds lib/ (the library), node_modules/ (the binding
 * and its dependencies) and built.json.
 */
export function tensorflowFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'];
  const { tensorflow, binding } = TENSORFLOW_LIBRARY;
  return join(
    base !== undefined && base !== '' ? base : join(homedir(), '.cache'),
    'twinclamp',
    `tensorflow-${tensorflow}-binding-${binding}-${process.platform}-${process.arch}`,
  );
}
