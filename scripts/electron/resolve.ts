import { existsSync } from 'node:fs';
import type { ElectronBinary } from './binary.ts';
import { executableIn } from './binary.ts';
import { officialElectron } from './official.ts';
import { registryElectron } from './registry-runtime.ts';

/** No Electron was found; the message lists every place that was tried and its answer. */
export class NoElectronError extends Error {}

/**
 * Finds an Electron to run: the operator's own, the installed one, the official download, the registry runtime.
 * @throws NoElectronError when none of the four can be had.
 */
export function resolveElectron(projectRoot: string): ElectronBinary {
  const tried: string[] = [];
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const executable = executableIn(override);
    if (existsSync(executable)) {
      return { executable, source: 'override', why: `Electron of ELECTRON_OVERRIDE_DIST_PATH (${override}).` };
    }
    tried.push(`ELECTRON_OVERRIDE_DIST_PATH: expected ${executable}, which does not exist`);
  }
  const official = officialElectron(projectRoot);
  if (official.kind === 'found') return official.binary;
  tried.push(`official binary: ${official.reason}`);
  const registry = registryElectron(projectRoot);
  if (registry.kind === 'found') {
    return {
      ...registry.binary,
      why: `${registry.binary.why} The official binary was not taken: ${official.reason}.`,
    };
  }
  tried.push(`registry runtime: ${registry.reason}`);
  throw new NoElectronError(
    `No Electron to run. Tried ${tried.join('; ')}. Connect once to a network that serves Electron releases, ` +
      `or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an Electron distribution.`,
  );
}
