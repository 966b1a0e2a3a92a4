import { readFileSync } from 'node:fs';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';
import { simulatorOf, type SimulationTask } from '../../core/experiment/simulation-task.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { cellWidth, readCell, SIGNAL, type FromSimulation, type SimulationStart, type ToSimulation } from './simulation-messages.ts';

type Simulator = (cells: readonly ClampedCell[]) => Float64Array[];

/**
 * Worker thread: simulates its share of a batch with its own kernel. It sleeps between batches and is woken by the signals: an event loop
 * would take as long as a batch.
 */
async function main({ kernelPath, signals, port }: SimulationStart, starter: NonNullable<typeof parentPort>): Promise<never> {
  const kernel = await PopulationKernel.load(readFileSync(kernelPath));
  starter.postMessage('started');
  const signal = new Int32Array(signals);
  const width = cellWidth(kernel.model.adjustable.length);
  const simulators: (Simulator | null)[] = [];
  const memories: Float64Array[] = [];

  function listen(): void {
    for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
      const order = received.message as ToSimulation;
      if (order.type === 'memory') memories.push(new Float64Array(order.memory));
      else {
        simulators.push(simulatorFor(order.task));
        Atomics.add(signal, SIGNAL.tasks, 1);
      }
    }
  }

  /** Null for a task that cannot be simulated: the caller's own simulator reports it, and other tasks still work. */
  function simulatorFor(task: SimulationTask): Simulator | null {
    try {
      return simulatorOf(kernel, task);
    } catch {
      return null;
    }
  }

  function simulate(simulator: Simulator, memory: Float64Array, count: number): void {
    const cells = Array.from({ length: count }, (_, i) => readCell(memory.slice(i * width, (i + 1) * width)));
    simulator(cells).forEach((record, i) => memory.set(record, count * width + i * record.length));
  }

  for (let heard = 0; ;) {
    Atomics.wait(signal, SIGNAL.asked, heard);
    heard = Atomics.load(signal, SIGNAL.asked);
    // Read the batch first: its form and memory were sent before it. A later batch has increased `asked`.
    const count = Atomics.load(signal, SIGNAL.cells);
    listen();
    if (count === 0) continue;
    try {
      const simulator = simulators[Atomics.load(signal, SIGNAL.task)];
      const memory = memories[Atomics.load(signal, SIGNAL.memory)];
      if (!simulator || !memory) throw new Error('A simulating thread was asked for a task or a memory that was not sent to it.');
      simulate(simulator, memory, count);
    } catch (error) {
      port.postMessage({ message: error instanceof Error ? error.message : String(error) } satisfies FromSimulation);
    }
    Atomics.store(signal, SIGNAL.cells, 0);
    Atomics.notify(signal, SIGNAL.cells);
  }
}

// An error ends the thread; its owner receives the 'error' event.
if (parentPort) void main(workerData as SimulationStart, parentPort);
