import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corpus, type CorpusFile } from './fuzz/corpus.ts';
import type { FuzzAnswer, FuzzCase } from './fuzz/messages.ts';
import { randomOf } from './fuzz/random.ts';

// Damages recordings in every format at random and reads them: each must be read or refused with a reason, in time and memory.
// npm run verify:fuzz -- [--count N] [--seed N] [--from N] [--file PART_OF_NAME] [--only SEED] [--processes N]
// Each case follows from its number alone: a run that was ended says with which --from the next one goes on.

/** Of the processor: other work on the machine does not change it. */
const SLOWEST_MS = 10_000;
/** A process that says nothing for so long hangs, also on a busy machine, ms. */
const HUNG_MS = 120_000;
/** A process of Node with the HDF5 library has some 130 MB before it reads anything. */
const BASE_MB = 500;
/** Samples as floats, the table they came from, and memory that is not collected yet. */
const MB_PER_FILE_MB = 60;
/** A new process now and then, so that its peak belongs to few files. */
const CASES_PER_PROCESS = 400;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    file: { type: 'string' },
    only: { type: 'string' },
    processes: { type: 'string', default: '2' },
  },
});
const files = corpus();
const chosen = files
  .map((file, index) => ({ file, index }))
  .filter(({ file }) => values.file === undefined || file.name.includes(values.file));
const count = values.only === undefined ? Number(values.count) : 1;
const faults: string[] = [];
const outcomes = new Map<string, { read: number; refused: number; slowestMs: number }>();

/** Small files are taken more often: ten of them are read in the time of one large one. */
function caseOf(seed: number): FuzzCase {
  const random = randomOf(seed ^ 0x5bd1e995);
  const weights = chosen.map(({ file }) => Math.min(1, 100_000 / Math.max(1, file.bytes.length)));
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const place = weights.findIndex((weight) => (rest -= weight) < 0);
  return { seed, file: chosen[Math.max(0, place)]!.index };
}

function start(): ChildProcess {
  return fork(join(import.meta.dirname, 'fuzz', 'child.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** One case; a process that dies or hangs counts as a fault on this file. */
function ask(child: ChildProcess, job: FuzzCase): Promise<FuzzAnswer> {
  return new Promise((resolve) => {
    let output = '';
    const gone = (why: string): void =>
      finish({ ...job, outcome: 'fault', detail: `${why} ${output}`.slice(0, 1500), ms: NaN, peakMb: NaN });
    const timer = setTimeout(() => gone(`no answer in ${HUNG_MS} ms`), HUNG_MS);
    const onExit = (code: number | null, signal: string | null): void => gone(`the process ended (${code ?? signal})`);
    const onError = (data: Buffer): void => void (output = (output + data.toString()).slice(-1000));
    const finish = (answer: FuzzAnswer): void => {
      clearTimeout(timer);
      child.off('exit', onExit);
      child.off('message', finish);
      child.stderr?.off('data', onError);
      resolve(answer);
    };
    child.on('exit', onExit);
    child.on('message', finish);
    child.stderr?.on('data', onError);
    child.send(job);
  });
}

function fault(detail: string): void {
  faults.push(detail);
  // At once: a run of hours may be ended from outside.
  console.error(`- ${detail}`);
}

function record(file: CorpusFile, answer: FuzzAnswer): void {
  const held = outcomes.get(file.name) ?? { read: 0, refused: 0, slowestMs: 0 };
  if (answer.outcome === 'read') held.read++;
  if (answer.outcome === 'refused') held.refused++;
  if (answer.ms > held.slowestMs) held.slowestMs = answer.ms;
  outcomes.set(file.name, held);
  const mostMb = BASE_MB + (MB_PER_FILE_MB * file.bytes.length) / 1e6;
  if (answer.outcome === 'fault') fault(`${file.name}, seed ${answer.seed}: ${answer.detail}`);
  else if (answer.ms > SLOWEST_MS) fault(`${file.name}, seed ${answer.seed}: took ${Math.round(answer.ms)} ms`);
  else if (answer.peakMb > mostMb)
    fault(`${file.name}, seed ${answer.seed}: ${Math.round(answer.peakMb)} MB, at most ${Math.round(mostMb)} are justified`);
}

const from = values.only === undefined ? Math.min(Number(values.from), count) : 0;
let next = from;
const stopping = new AbortController();
const first = Number(values.only ?? values.seed);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const goesOn = (): boolean => next < count && !stopping.signal.aborted;

async function lane(): Promise<void> {
  while (goesOn()) {
    const child = start();
    for (let cases = 0; cases < CASES_PER_PROCESS && goesOn(); cases++) {
      const answer = await ask(child, caseOf(first + next++));
      record(files[answer.file]!, answer);
      if (!(answer.peakMb < BASE_MB)) break;
      if (next % 2000 === 0) console.error(`${next} of ${count}, ${faults.length} fault(s)`);
    }
    child.kill('SIGKILL');
  }
}

await Promise.all(Array.from({ length: Math.max(1, Number(values.processes)) }, lane));
for (const [name, { read, refused, slowestMs }] of [...outcomes].sort())
  console.log(
    `${name.padEnd(36)} read ${String(read).padStart(6)}  refused ${String(refused).padStart(6)}  slowest ${Math.round(slowestMs)} ms`,
  );
console.log(`${next - from} damaged files of ${chosen.length} recordings, numbers ${from} to ${next - 1}: ${faults.length} fault(s).`);
if (next < count) console.log(`Ended before ${count}; --from ${next} goes on.`);
for (const detail of faults.slice(0, 40)) console.log(`- ${detail}`);
process.exitCode = faults.length === 0 ? 0 : 1;
