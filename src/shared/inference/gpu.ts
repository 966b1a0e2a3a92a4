/** A trained tfjs layers model as plain data, ready to be sent to another process. */
export interface ModelBytes {
  readonly modelId: string;
  /** The modelTopology object of model.json, as JSON text. */
  readonly topologyJson: string;
  /** The weight specifications of model.json, as JSON text. */
  readonly weightSpecsJson: string;
  readonly weights: Uint8Array;
}

/** Inference process -> WebGPU page. */
export type GpuRequest =
  | { readonly type: 'load'; readonly id: number; readonly model: ModelBytes }
  | {
      readonly type: 'predict';
      readonly id: number;
      readonly modelId: string;
      /** Row-major, rows x features. */
      readonly features: Float32Array;
      readonly rows: number;
    };

/** WebGPU page -> inference process. */
export type GpuReply =
  | { readonly type: 'loaded'; readonly id: number }
  | { readonly type: 'predicted'; readonly id: number; readonly values: Float32Array }
  | { readonly type: 'error'; readonly id: number; readonly message: string };

/** WebGPU page -> main, once after it started. */
export type GpuAdapterReport =
  | { readonly kind: 'adapter'; readonly description: string; readonly software: boolean }
  | { readonly kind: 'none'; readonly reason: string };

/** First message to the WebGPU page on its control port. */
export interface GpuProbe {
  readonly type: 'probe';
  /** Take a software adapter as well (tests on machines without a GPU). */
  readonly allowSoftware: boolean;
}

/** WebGPU as the inference process sees it: a network runs on another process's GPU. */
export interface GpuPredictor {
  /** Name of the adapter, shown to the operator. */
  readonly description: string;
  load(model: ModelBytes): Promise<void>;
  /** Answers rows x outputs, row-major. */
  predict(modelId: string, features: Float32Array, rows: number): Promise<Float32Array>;
}
