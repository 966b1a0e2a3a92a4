import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { EmulatorOrder } from '../../shared/rig/emulator-order.ts';
import { RigError } from './rig-error.ts';

export interface SpawnedEmulator {
  readonly address: string;
  readonly serial: string;
  readonly pid: number;
  /** Why it is not a pseudo-terminal, where there is none. */
  readonly note: string | null;
  /** Does what a hand does at a real rig. */
  order(order: EmulatorOrder): void;
  /** Ends the emulator; resolves once its process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface SpawnEmulatorOptions {
  readonly seed: number;
  /** Further options of emulatorMain. */
  readonly args?: readonly string[];
  /**
   * Starts the program that calls emulatorMain with these arguments, standard input and output piped: the command line
   * runs its own `rig emulate`, the app a bundled file.
   */
  readonly launch: (args: readonly string[]) => ChildProcess;
  readonly timeoutMs?: number;
  /** Fires when nothing waits for it any more: it is ended at once. */
  readonly signal?: AbortSignal;
}

const READY_TIMEOUT_MS = 30_000;
const ERROR_TAIL = 2000;

/** Starts the simulated rig as a process of its own and waits for its address. @throws RigError emulator */
export async function spawnEmulator(options: SpawnEmulatorOptions): Promise<SpawnedEmulator> {
  const child = options.launch(['--seed', String(options.seed), '--with-parent', ...(options.args ?? [])]);
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-ERROR_TAIL);
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const insist = setTimeout(() => child.kill('SIGKILL'), 2000);
    await gone;
    clearTimeout(insist);
  };
  try {
    const line = await firstLine(child, options.timeoutMs ?? READY_TIMEOUT_MS, options.signal);
    const ready = JSON.parse(line) as { address: string; serial: string; note: string | null };
    return {
      address: ready.address,
      serial: ready.serial,
      note: ready.note,
      pid: child.pid ?? -1,
      order: (order) => void child.stdin?.write(`${JSON.stringify(order)}\n`),
      kill,
    };
  } catch (error) {
    await kill('SIGKILL');
    const reason = error instanceof Error ? error.message : String(error);
    throw new RigError(
      'emulator',
      `Expected the simulated rig to start, got: ${reason}${complaint === '' ? '' : ` (${complaint.trim()})`}. Start it again.`,
      { cause: error },
    );
  }
}

function firstLine(child: ChildProcess, timeoutMs: number, signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within ${timeoutMs} ms`)), timeoutMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      act();
    };
    const cancel = (): void => settle(() => reject(new Error('nobody waits for it any more')));
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) => settle(() => reject(new Error(`it ended with ${signal ?? `code ${code}`}`))));
    if (child.stdout === null) {
      settle(() => reject(new Error('its standard output is not piped')));
      return;
    }
    createInterface({ input: child.stdout }).once('line', (line) => settle(() => resolve(line)));
  });
}
