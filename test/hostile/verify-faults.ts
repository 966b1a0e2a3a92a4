import { createRandom } from '../../src/core/random/random.ts';
import type { Attempt } from './attempt.ts';
import { attempt } from './attempt.ts';
import { inParallel } from './attempts.ts';
import type { Expectation, Kind } from './behaviour.ts';
import { judge } from './judge.ts';
import type { KeptVerdicts } from './kept-verdicts.ts';
import { KINDS } from './kinds.ts';
import { randomKind } from './random-kind.ts';

export interface Verdict {
  readonly name: string;
  readonly seed: number;
  readonly line: 'memory' | 'pty';
  readonly expected: Expectation;
  /** How it ended, with the operator's words where there were any. */
  readonly came: string;
  readonly word: string;
  readonly seconds: number;
  /** Promises that did not hold. */
  readonly broken: readonly string[];
}

export interface FaultOptions {
  readonly seeds: number;
  /** Every n-th task runs over a pseudo-terminal as well; 0: none. */
  readonly ptyEvery: number;
  readonly atOnce: number;
  readonly only?: string;
  /** Verdicts of earlier runs, which are not tried again. */
  readonly kept?: KeptVerdicts<Verdict>;
  readonly onVerdict?: (verdict: Verdict) => void;
}

interface Task {
  readonly kind: Kind;
  readonly seed: number;
  readonly pty: boolean;
}

/** Plays every kind of hostile device and so many random ones against the real driver and rig, and judges each by the promises. */
export async function verifyFaults({ seeds, ptyEvery, atOnce, only = '', kept, onVerdict }: FaultOptions): Promise<Verdict[]> {
  const kinds = KINDS.filter(({ name }) => name.includes(only)).map((kind, i): Task => ({ kind, seed: i, pty: false }));
  const random = Array.from({ length: seeds }, (_, seed): Task => ({ kind: randomKind(createRandom(seed)), seed, pty: false }));
  const tasks = [...kinds, ...random];
  const overPty =
    ptyEvery > 0 && process.platform !== 'win32' ? tasks.filter((_, i) => i % ptyEvery === 0).map((task) => ({ ...task, pty: true })) : [];
  const thrown: string[] = [];
  const note = (error: unknown): void => void thrown.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  try {
    const run = async (task: Task): Promise<Verdict> => {
      const line = task.pty ? 'pty' : 'memory';
      const known = kept?.of({ name: task.kind.name, seed: task.seed, line });
      const verdict = known ?? (await runTask(task, thrown));
      if (known === undefined) kept?.keep(verdict);
      onVerdict?.(verdict);
      return verdict;
    };
    return [...(await inParallel(tasks, atOnce, run)), ...(await inParallel(overPty, Math.min(4, atOnce), run))];
  } finally {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  }
}

/** A device and its host in real time: a busy machine may end a run early, correctly reported. Such an unexpected end is tried again. */
const TRIES = 3;

async function runTask(task: Task, thrown: string[]): Promise<Verdict> {
  for (let left = TRIES - 1; ; left--) {
    const verdict = await tryTask(task, thrown);
    // A promise that did not hold is never tried again.
    if (left === 0 || verdict.broken.length === 0 || verdict.broken.some((text) => !text.startsWith('expected '))) return verdict;
  }
}

async function tryTask({ kind, seed, pty }: Task, thrown: string[]): Promise<Verdict> {
  const result = await attempt({
    behaviour: kind.make(),
    seed,
    pty,
    ...(kind.operation === undefined ? {} : { operation: kind.operation }),
  });
  const broken = [...judge(result, kind), ...thrown.splice(0).map((error) => `crash: ${error}`)];
  return {
    name: kind.name,
    seed,
    line: pty ? 'pty' : 'memory',
    expected: kind.expect,
    came: ending(result),
    word: result.words[0] ?? '',
    seconds: result.took / 1000,
    broken,
  };
}

function ending({ connected, outcome }: Attempt): string {
  if (!connected) return 'not connected';
  return outcome?.status ?? 'no recording';
}
