import type * as tf from '@tensorflow/tfjs-core';

/** In the order in which they are tried. */
export const BACKEND_NAMES = ['tfjs-node-gpu', 'webgpu', 'wasm'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

/** The part of model.json that tfjs needs beside the weights; plain data for structured cloning. */
export interface LayersModelJson {
  readonly modelTopology: tf.io.ModelJSON['modelTopology'];
  readonly weightSpecs: tf.io.WeightsManifestEntry[];
}

/**
 * A network on the GPU of another process: in Electron a hidden sandboxed window, because Dawn cannot map buffers inside Electron's Node.
 * The window loads with `loadLayersModel(io.fromMemory({...modelJson, weightData}))` and answers the raw head.
 */
export interface GpuPredictPort {
  /** Vendor and name, as shown to the operator. */
  readonly adapter: string;
  /** True for a CPU that emulates a GPU; such a port is used only when WebGPU is requested. */
  readonly software: boolean;
  load(modelJson: LayersModelJson, weights: ArrayBuffer): Promise<void>;
  /** rows x F standardised features -> rows x 2P (means, log SDs). */
  predict(features: Float32Array, rows: number): Promise<Float32Array>;
}

export interface Backend {
  readonly name: BackendName;
  /** GPU or instruction set. */
  readonly adapter: string;
  /** Why the backends before it were not used, one sentence each. */
  readonly notes: readonly string[];
  /** Set when predictions run in another process; tfjs in this process then stays on WASM. */
  readonly port: GpuPredictPort | null;
}
