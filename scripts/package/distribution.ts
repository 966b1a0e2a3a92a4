import { spawnSync } from 'node:child_process';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ElectronBinary } from '../electron/binary.ts';

/** An Electron distribution folder in the form electron-builder takes. */
export interface Distribution {
  readonly folder: string;
  readonly version: string;
  /** Highest Node-API version of its Node. */
  readonly nodeApi: number;
}

/**
 * The distribution around an Electron program. The registry runtime is copied: its program has another name and its resources hold
 * our starter, which has no place in a package.
 * @param copyTo folder for that copy; its contents are replaced
 */
export function distributionOf(binary: ElectronBinary, copyTo: string): Distribution {
  const { executable } = binary;
  const versions = versionsOf(executable);
  if (binary.source !== 'registry') {
    const levels = process.platform === 'darwin' ? join('..', '..', '..') : '.';
    return { folder: join(dirname(executable), levels), ...versions };
  }
  rmSync(copyTo, { recursive: true, force: true });
  cpSync(dirname(executable), copyTo, { recursive: true, filter: (source) => source !== join(dirname(executable), 'resources', 'app') });
  rmSync(join(copyTo, 'resources', 'app-update.yml'), { force: true });
  renameSync(join(copyTo, basename(executable)), join(copyTo, 'electron'));
  return { folder: copyTo, ...versions };
}

/** Asked of the program itself, unfused as it is. */
function versionsOf(executable: string): { version: string; nodeApi: number } {
  const run = spawnSync(executable, ['-p', 'process.versions.electron + " " + process.versions.napi'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 30_000,
  });
  const [version, nodeApi] = run.stdout.trim().split(' ');
  if (run.status !== 0 || version === undefined || !/^\d+\.\d+\.\d+/.test(version) || !Number.isInteger(Number(nodeApi))) {
    throw new Error(
      `Expected Electron to print its version, got "${(run.stdout + run.stderr).trim().slice(0, 200)}". Install Electron again (npm ci).`,
    );
  }
  return { version, nodeApi: Number(nodeApi) };
}
