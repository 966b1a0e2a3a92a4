import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const INPUTS = ['src/**/*.*', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Checksum over everything the bundles are made of; tests beside the sources do not count. */
function inputsSha256(projectRoot: string): string {
  const hash = createHash('sha256');
  for (const file of globSync(INPUTS, { cwd: projectRoot }).sort()) {
    if (/\.(?:test|testing)\.tsx?$/.test(file)) continue;
    hash.update(`${file}\n`).update(readFileSync(join(projectRoot, file)));
  }
  return hash.digest('hex');
}

/**
 * Builds the app into out/ unless the files there were built from the same sources.
 * @throws Error when the build fails; its output has been shown.
 */
export function ensureBuilt(projectRoot: string, force = false): void {
  const stampFile = join(projectRoot, 'out', 'build.sha256');
  const wanted = inputsSha256(projectRoot);
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wanted) return;
  console.log(existsSync(stampFile) ? 'The sources changed since the last build; building.' : 'Building the app (first start).');
  const cli = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const run = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], { cwd: projectRoot, stdio: 'inherit' });
  if (run.status !== 0) {
    throw new Error(`The build failed (electron-vite ended with ${run.status ?? run.signal}). Correct what it says above.`);
  }
  writeFileSync(stampFile, `${wanted}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureBuilt(process.cwd(), true);
