import type { Protocol } from '../../core/protocol/protocol.ts';
import type { ModelCard } from '../contract/schemas.ts';
import type { TrainingProgress } from './state.ts';

/** A network to be made: population first, then training. The same request resumes a stopped one. */
export interface RetrainRequest {
  /** Name of the network, and of its folder in modelsDir. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly temperatureC: readonly [low: number, high: number];
  readonly spread: number;
  readonly cells: number;
  /** Length of the training, including the parts before a stop. */
  readonly seconds: number;
  readonly seed: number;
  /** Folder for the population, the checkpoint and the losses of this run. */
  readonly runDir: string;
  /** Folder of the operator's own networks. */
  readonly modelsDir: string;
  readonly kernelPath: string;
  readonly wasmDir: string;
  /** Entries of the worker threads; absent: the sources themselves. */
  readonly workers?: { readonly population: string; readonly batch: string; readonly gradient: string };
}

/** Main -> training process. */
export type ToTraining = { readonly type: 'retrain'; readonly request: RetrainRequest } | { readonly type: 'stop' };

/** Training process -> main: any number of progress messages, then one of the others. */
export type FromTraining =
  | { readonly type: 'progress'; readonly progress: TrainingProgress }
  | { readonly type: 'finished'; readonly card: ModelCard }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly message: string };
