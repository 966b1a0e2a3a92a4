import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SliceAnswer, SliceRequest } from './against/messages.ts';
import { median, round } from './measure.ts';

/** Slices a job of each engine, in nine parts. */
const PARTS = 9;
const SLICES_PER_PART = 40;
const WARM_UP = 60;

/**
 * The engine of this checkout against that of another, in one run: `bench simulate` and `bench fit` cut into slices of some
 * milliseconds that both do in turn, so that what the machine does beside meets both alike. A third process runs the other
 * checkout again: its ratio to itself says what of a ratio is chance.
 *
 * @param checkout folder of the other checkout, as made by `git worktree add`; with node_modules.
 */
export async function benchAgainst(checkout: string | undefined): Promise<object> {
  if (checkout === undefined || !existsSync(join(checkout, 'src/core')))
    throw new Error(`expected the folder of another checkout, got ${checkout ?? 'none'}: make one with git worktree add.`);
  const folders = [resolve(checkout), join(import.meta.dirname, '..'), resolve(checkout)];
  const engines: ChildProcess[] = [];
  let jobs: readonly string[] = [];
  try {
    for (const folder of folders) {
      const engine = fork(join(import.meta.dirname, 'against/worker.ts'), [folder], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      });
      engines.push(engine);
      const own = await answer(engine);
      if ('jobs' in own) jobs = own.jobs;
    }
    const result: Record<string, unknown> = {};
    for (const job of jobs) result[job] = await compare(engines, job);
    return result;
  } finally {
    for (const engine of engines) engine.kill();
  }
}

async function compare(engines: readonly ChildProcess[], job: string): Promise<object> {
  const ask = async (engine: ChildProcess, slice: number): Promise<number> => {
    engine.send({ job, slice } satisfies SliceRequest);
    const got = await answer(engine);
    return 'ms' in got ? got.ms : NaN;
  };
  for (let i = 0; i < WARM_UP; i++) for (const engine of engines) await ask(engine, i);
  const parts: number[][] = [];
  for (let part = 0; part < PARTS; part++) {
    const slices: number[][] = engines.map(() => []);
    for (let i = 0; i < SLICES_PER_PART; i++) {
      // Each engine is first, second and last equally often.
      for (let k = 0; k < engines.length; k++) {
        const at = (i + k) % engines.length;
        slices[at]!.push(await ask(engines[at]!, i));
      }
    }
    parts.push(slices.map(median));
  }
  const ratio = (engine: number): number[] => parts.map((ms) => ms[engine]! / ms[0]!);
  return {
    otherMs: round(median(parts.map((ms) => ms[0]!))),
    ownMs: round(median(parts.map((ms) => ms[1]!))),
    ownOverOther: round(median(ratio(1)), 4),
    otherOverItself: round(median(ratio(2)), 4),
  };
}

function answer(engine: ChildProcess): Promise<SliceAnswer> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('an engine ended: its message is above.'));
    engine.once('exit', ended);
    engine.once('message', (message: SliceAnswer) => {
      engine.off('exit', ended);
      resolve(message);
    });
  });
}
