import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Modules are kept as they were compiled, or two thirds of each start go into reading some 800 sources. Where the folder cannot be written,
// that is lost and nothing else.
const folder = fileURLToPath(new URL('../../node_modules/.cache/twinclamp-compiled', import.meta.url));
module.enableCompileCache(folder);
// Threads look here when they start.
process.env['NODE_COMPILE_CACHE'] ??= folder;

await import('./main.ts');
