import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { ClampForm } from '../../core/experiment/clamp-form.ts';
import type { SimulationHelp } from '../../core/experiment/simulation-help.ts';
import type { SimulationTask } from '../../core/experiment/simulation-task.ts';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';
import { LANES } from '../../core/simulate/kernel-layout.ts';
import {
  cellWidth,
  SIGNAL,
  SIGNALS,
  writeCell,
  type FromSimulation,
  type SimulationStart,
  type ToSimulation,
} from './simulation-messages.ts';

/** With more threads the groups of four per thread are too few to gain time, and other programs of the rig need processors too. */
const MOST_THREADS = 3;
/** A batch takes a fraction of a second: a thread that has not answered after this time counts as lost, ms. */
const LOST_AFTER_MS = 60_000;

/** Threads for the processors that the caller does not use. */
export function threadsToSpare(): number {
  return Math.min(MOST_THREADS, availableParallelism() - 1);
}

/** Threads that simulate a share of every batch; the caller simulates its own share and then waits for the others. */
export class SimulationThreads {
  private readonly threads: readonly SimulationThread[];
  private readonly tasks: { readonly key: string; readonly help: SimulationHelp }[] = [];

  /** @param script of simulation-worker; @param count may be 0: the caller then simulates everything */
  constructor(script: string | URL, kernelPath: string, count: number) {
    this.threads = Array.from({ length: Math.max(0, count) }, () => new SimulationThread(script, kernelPath));
  }

  forForm(form: ClampForm): SimulationHelp {
    return this.forTask({ kind: 'clamp', form });
  }

  forTask(task: SimulationTask): SimulationHelp {
    const key = JSON.stringify(task, (_, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value));
    const known = this.tasks.find((entry) => entry.key === key);
    if (known) return known.help;
    const number = this.tasks.length;
    for (const thread of this.threads) thread.prepare(task);
    const readyOnes = (): SimulationThread[] => this.threads.filter((thread) => thread.hasTask(number));
    const help: SimulationHelp = {
      get ready() {
        return readyOnes().length;
      },
      begin: (cells, length) => shared(readyOnes(), number, cells, length),
    };
    this.tasks.push({ key, help });
    return help;
  }

  /** The number of simulating threads, after all have started or failed, and why there are not more. */
  async summary(): Promise<string> {
    const problems = (await Promise.all(this.threads.map(({ started }) => started))).filter((problem) => problem !== null);
    const running = 1 + this.threads.length - problems.length;
    const threads = running === 1 ? 'one thread' : `${running} threads`;
    const missing = problems.length === 0 ? '' : ` (another did not start: ${problems[0]})`;
    return `Simulations run on ${threads}${missing}.`;
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

function shared(
  threads: readonly SimulationThread[],
  task: number,
  cells: readonly ClampedCell[],
  length: number,
): () => Float64Array[] | null {
  const groups = Math.ceil(cells.length / LANES);
  const shares: (() => Float64Array[] | null)[] = [];
  let from = 0;
  threads.forEach((thread, k) => {
    const to = Math.min(cells.length, Math.round((groups * (k + 1)) / threads.length) * LANES);
    if (to > from) shares.push(thread.begin(task, cells.slice(from, to), length));
    from = to;
  });
  return () => {
    // All are awaited, also when one is lost.
    const records = shares.map((finish) => finish());
    return records.includes(null) ? null : records.flatMap((share) => share ?? []);
  };
}

class SimulationThread {
  /** Null once it has started, else why it does not. */
  readonly started: Promise<string | null>;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly signal = new Int32Array(new SharedArrayBuffer(4 * SIGNALS));
  private memory = new Float64Array(new SharedArrayBuffer(0));
  private memories = 0;
  private lost = false;

  constructor(script: string | URL, kernelPath: string) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const start: SimulationStart = { kernelPath, signals: this.signal.buffer, port: port2 };
    this.worker = new Worker(script, { workerData: start, transferList: [port2] });
    this.started = new Promise((resolve) => {
      this.worker.once('message', () => resolve(null));
      // Without this thread everything is simulated too, only more slowly.
      this.worker.on('error', (error: Error) => resolve(this.lose(error.message)));
      this.worker.on('exit', (code) => resolve(this.lose(`it ended with code ${code}`)));
    });
    // A running thread does not keep the program from exiting.
    void this.started.then(() => this.worker.unref());
    port1.unref();
  }

  prepare(task: SimulationTask): void {
    this.send({ type: 'task', task });
    this.wake();
  }

  hasTask(number: number): boolean {
    return !this.lost && Atomics.load(this.signal, SIGNAL.tasks) > number;
  }

  begin(task: number, cells: readonly ClampedCell[], length: number): () => Float64Array[] | null {
    const { signal } = this;
    // A batch that was not awaited, because another share failed, may still be running.
    if (!this.rested()) return () => null;
    this.failure();
    const count = cells.length;
    const width = cellWidth(cells[0]?.values.length ?? 0);
    this.makeRoom(count * (width + length));
    cells.forEach((cell, i) => writeCell(this.memory.subarray(i * width, (i + 1) * width), cell));
    Atomics.store(signal, SIGNAL.task, task);
    Atomics.store(signal, SIGNAL.memory, this.memories - 1);
    Atomics.store(signal, SIGNAL.cells, count);
    this.wake();
    return () => this.finish(count, length, count * width);
  }

  close(): Promise<number> {
    this.lost = true;
    return this.worker.terminate();
  }

  private lose(why: string): string {
    this.lost = true;
    return why;
  }

  private finish(count: number, length: number, first: number): Float64Array[] | null {
    if (!this.rested()) return null;
    const failure = this.failure();
    if (failure !== null) throw new Error(failure);
    return Array.from({ length: count }, (_, i) => this.memory.slice(first + i * length, first + (i + 1) * length));
  }

  /** Waits for the running batch, if there is one. @returns false where the thread was lost */
  private rested(): boolean {
    const count = Atomics.load(this.signal, SIGNAL.cells);
    if (count !== 0 && Atomics.wait(this.signal, SIGNAL.cells, count, LOST_AFTER_MS) === 'timed-out') this.lost = true;
    return !this.lost;
  }

  /** Why the last batch failed, returned once; null where it did not. */
  private failure(): string | null {
    return (receiveMessageOnPort(this.port)?.message as FromSimulation | undefined)?.message ?? null;
  }

  private makeRoom(numbers: number): void {
    if (this.memory.length >= numbers) return;
    const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * Math.ceil(1.5 * numbers));
    this.memory = new Float64Array(memory);
    this.memories++;
    this.send({ type: 'memory', memory });
  }

  private send(order: ToSimulation): void {
    this.port.postMessage(order);
  }

  private wake(): void {
    Atomics.add(this.signal, SIGNAL.asked, 1);
    Atomics.notify(this.signal, SIGNAL.asked);
  }
}
