import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { spawnEmulator, type SpawnedEmulator } from '../rig/index.ts';

/** Starts the bundled simulated rig; Electron's own executable runs it as plain Node. */
export function emulatorLauncher(mainFolder: string): (seed: number) => Promise<SpawnedEmulator> {
  const script = join(mainFolder, 'rig-emulator.cjs');
  const launch = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [script, ...args], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  return (seed) => spawnEmulator({ seed, launch });
}
