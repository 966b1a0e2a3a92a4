import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { constantName, currentName, myokitModel } from './mmt.ts';

const MYOKIT = 'myokit==1.39.2';

export interface PeerRun {
  readonly cpuMs: number;
  readonly steps: number;
  /** Logged variable at the requested times. */
  readonly values: number[];
}

export interface PeerAnswer {
  readonly version: string;
  readonly sundials: string;
  /** [tolerance][cell] */
  readonly runs: PeerRun[][];
}

export interface PeerJob {
  readonly clamped: boolean;
  /** Pacing signals as [level, start ms, duration ms]. */
  readonly events: Readonly<Record<'base' | 'slope' | 'start', (readonly [number, number, number])[]>> | null;
  readonly durationMs: number;
  /** ADJUSTABLE values. */
  readonly cells: readonly Float64Array[];
  readonly tolerances: readonly (readonly [absolute: number, relative: number])[];
  readonly timesMs: readonly number[];
  /** Logged from here on, beside the potential calcium and every current, ms; absent: the potential alone, from the start. */
  readonly observedFromMs?: number;
}

export class PeerUnavailable extends Error {}

/**
 * Python with Myokit in a virtual environment of the cache folder, made at the first call.
 * @throws PeerUnavailable that states what is missing
 */
export function myokitPython(): string {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'twinclamp', 'myokit-venv');
  const python = join(folder, 'bin', 'python');
  const has = (): boolean => existsSync(python) && spawnSync(python, ['-c', 'import myokit'], { stdio: 'ignore' }).status === 0;
  if (has()) return python;
  mkdirSync(folder, { recursive: true });
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', MYOKIT]],
  ];
  for (const [program, args] of steps) {
    const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0)
      throw new PeerUnavailable(
        `Myokit could not be installed (${program} ${args.join(' ')}): ${error?.message ?? stderr.trim().split('\n').at(-1) ?? ''}`,
      );
  }
  if (!has()) throw new PeerUnavailable(`Myokit does not load from ${folder}. Remove the folder and run again.`);
  return python;
}

/** @throws PeerUnavailable where Myokit cannot build its simulation: no C compiler, no SUNDIALS */
export function runMyokit(python: string, job: PeerJob): PeerAnswer {
  const input = JSON.stringify({
    model: myokitModel(job.clamped),
    events: job.events,
    duration: job.durationMs,
    cells: job.cells.map((values) => Object.fromEntries(DEFAULT_CELL.adjustable.map(({ id }, i) => [constantName(id), values[i]]))),
    tolerances: job.tolerances,
    log: job.clamped ? 'cell.total' : 'cell.v',
    times: job.timesMs,
    observed: DEFAULT_CELL.currents.map((name) => `cell.${currentName(name)}`).concat('cell.cai'),
    observedFrom: job.observedFromMs ?? null,
  });
  const script = join(import.meta.dirname, 'simulate.py');
  const said = execFileSync(python, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'inherit'] });
  const answer = JSON.parse(said) as PeerAnswer | { unavailable: string };
  if ('unavailable' in answer)
    throw new PeerUnavailable(
      `Myokit could not build its simulation: ${answer.unavailable}. It needs a C compiler and Debian's libsundials-dev.`,
    );
  return answer;
}
