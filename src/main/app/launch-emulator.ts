import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { SpawnedEmulator } from '../rig/index.ts';
import { RigError } from '../rig/index.ts';

const READY_LIMIT_MS = 30_000;

interface Ready {
  readonly address: string;
  readonly serial: string;
  readonly note: string | null;
}

/** Starts the bundled simulated rig as a utilityProcess of its own; it ends with the app. */
export function emulatorLauncher(mainFolder: string): (seed: number) => Promise<SpawnedEmulator> {
  const script = join(mainFolder, 'rig-emulator.cjs');
  return (seed) =>
    new Promise((resolve, reject) => {
      const child = utilityProcess.fork(script, ['--seed', String(seed)], { serviceName: 'TwinClamp simulated rig', stdio: 'pipe' });
      let complaint = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString()).slice(-400);
      });
      child.stdout?.resume();
      const gone = new Promise<void>((ended) => child.once('exit', () => ended()));
      const kill = async (): Promise<void> => {
        if (child.kill()) await gone;
      };
      const fail = (reason: string): void => {
        clearTimeout(limit);
        void kill();
        reject(
          new RigError(
            'emulator',
            `Expected the simulated rig to start, got: ${reason}${complaint === '' ? '' : ` (${complaint.trim()})`}. Start it again.`,
          ),
        );
      };
      const limit = setTimeout(() => fail(`no address within ${READY_LIMIT_MS / 1000} s`), READY_LIMIT_MS);
      child.once('exit', (code) => fail(`it ended with code ${code}`));
      child.once('message', ({ address, serial, note }: Ready) => {
        clearTimeout(limit);
        resolve({ address, serial, note, pid: child.pid ?? -1, order: (order) => child.postMessage(order), kill });
      });
    });
}
