import type { NetworkShape } from './architecture.ts';
import type { Objective } from './objective.ts';

/** Which matrix product a worker computes with. */
export type GradientKind = 'simd' | 'tfjs';

/** workerData of a gradient worker; all vectors are in shared memory. */
export interface GradientWorkerData {
  readonly shape: NetworkShape;
  readonly kind: GradientKind;
  readonly wasmDir: string;
  readonly weights: Float32Array;
  /** Written by this worker alone. */
  readonly gradient: Float32Array;
  /** Room for the largest share of a batch. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface GradientRequest {
  readonly rows: number;
  readonly objective: Objective;
}
