import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiled modules are cached, otherwise two thirds of each start go into reading some 800 sources. Where the folder cannot be
// written, there is no cache, and nothing else changes.
const folder = fileURLToPath(new URL('../../node_modules/.cache/twinclamp-compiled', import.meta.url));
module.enableCompileCache(folder);
// Threads read the path from here when they start.
process.env['NODE_COMPILE_CACHE'] ??= folder;

await import('./main.ts');
