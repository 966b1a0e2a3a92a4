import type { GpuPredictor } from '../shared/inference/gpu.ts';
import type { JobKind, JobPartial, JobProgress, JobRequest, JobResult } from '../shared/inference/messages.ts';

export interface JobContext<K extends JobKind = JobKind> {
  /** Aborted when the operator cancels; a job that sees it rejects with signal.reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  /** Called with partial results; few jobs have any. */
  readonly onPartial: (partial: JobPartial<K>) => void;
}

/**
 * The work itself, without any process around it: the same in the app and on the command line. An experiment is a
 * job: its request and result in `InferenceJobs`, its work here.
 * @throws what the signal was aborted with; Error in words for a person
 * @example
 * const jobs = await createJobs(options);
 * const beat = await jobs.beat({ multipliers: { 'ikr.g_Kr': 0.5 } }, { signal, onProgress, onPartial });
 */
export type Jobs = {
  readonly [K in JobKind]: (request: JobRequest<K>, context: JobContext<K>) => Promise<JobResult<K>>;
};

export interface JobsOptions {
  /** Folder with models/, drugs/ and protocols/. */
  readonly resourcesDir: string;
  /** Folder with the trained networks, one folder each; models/ of resourcesDir where absent. */
  readonly modelsDir?: string;
  /** Folder of the operator's own networks; see ModelLibrary. */
  readonly ownModelsDir?: string;
  /** Folder with the WebAssembly files of tfjs. */
  readonly wasmDir: string;
  /** Script of the thread that scores protocols, started with the first request. */
  readonly scoreWorker: string | URL;
  /** Script of the simulating threads; see SimulationThreads. */
  readonly simulationWorker: string | URL;
  /** Script of the threads that simulate experiments, started with the first. */
  readonly sweepWorker: string | URL;
  /** WebGPU through another process; null with the reason in gpuNote. */
  readonly gpu: GpuPredictor | null;
  readonly gpuNote: string | null;
}

export type CreateJobs = (options: JobsOptions) => Promise<Jobs>;
