import { spawn } from 'node:child_process';
import { spawnEmulator, type SpawnedEmulator } from '../main/rig/index.ts';
import { CLI_FILE } from './paths.ts';

/**
 * Starts the simulated rig as its own process: this program's `rig emulate`. It is detached from the terminal, so that Ctrl+C
 * reaches the run first, and ends with this process through its standard input.
 */
export function launchEmulator(seed: number, args: readonly string[] = []): Promise<SpawnedEmulator> {
  return spawnEmulator({
    seed,
    args,
    launch: (given) =>
      spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI_FILE, 'rig', 'emulate', ...given], {
        stdio: 'pipe',
        detached: true,
      }),
  });
}
