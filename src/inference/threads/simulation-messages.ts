import { rigParametersOf } from '../../core/experiment/rig-parameters.ts';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';
import type { SimulationTask } from '../../core/experiment/simulation-task.ts';
import type { MessagePort } from 'node:worker_threads';

/** Start data of a simulating thread. */
export interface SimulationStart {
  readonly kernelPath: string;
  /** Int32, see SIGNAL. */
  readonly signals: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** Places of the signals. */
export const SIGNAL = {
  /** Counts requests to the thread, messages and batches. */
  asked: 0,
  /** Tasks that the thread has made ready, in the order given. */
  tasks: 1,
  /** Cells of the batch; set last of a batch, and back to 0 when their records are there. */
  cells: 2,
  /** Its task, and the number of the memory that holds it. */
  task: 3,
  memory: 4,
} as const;
export const SIGNALS = 5;

export type ToSimulation =
  | { readonly type: 'task'; readonly task: SimulationTask }
  /** Cells go in at its start and records come out behind them. */
  | { readonly type: 'memory'; readonly memory: SharedArrayBuffer };
/** Why a batch failed; posted before `cells` is reset to 0. */
export interface FromSimulation {
  readonly message: string;
}

const ARTEFACTS = rigParametersOf('artefact');
const HISTORY = rigParametersOf('history');

/** Count of numbers that describe a cell with this many values. */
export function cellWidth(values: number): number {
  return values + ARTEFACTS.length + HISTORY.length;
}

export function writeCell(into: Float64Array, { values, artefacts, history }: ClampedCell): void {
  into.set(values);
  ARTEFACTS.forEach((name, i) => (into[values.length + i] = artefacts[name]));
  HISTORY.forEach((name, i) => (into[values.length + ARTEFACTS.length + i] = history[name]));
}

export function readCell(from: Float64Array): ClampedCell {
  const width = from.length - ARTEFACTS.length - HISTORY.length;
  const named = <K extends string>(names: readonly K[], start: number): Record<K, number> =>
    Object.fromEntries(names.map((name, i) => [name, from[start + i] as number])) as Record<K, number>;
  return { values: from.slice(0, width), artefacts: named(ARTEFACTS, width), history: named(HISTORY, width + ARTEFACTS.length) };
}
