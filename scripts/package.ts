import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePackage } from './package/make-package.ts';

// npm run package [-- --installers]: the fused program in dist/, as a folder, or as the installers of electron-builder.yml too.
try {
  const made = await makePackage(dirname(dirname(fileURLToPath(import.meta.url))), { installers: process.argv.includes('--installers') });
  console.log(`Packaged with Electron ${made.electronVersion}: ${made.program}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
