import '@tensorflow/tfjs-backend-webgpu';
import { io, ready, setBackend, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelBytes } from '../../shared/inference/gpu.ts';

/** The networks loaded onto the GPU, by model id. */
export class Networks {
  readonly #models = new Map<string, LayersModel>();

  async load(model: ModelBytes): Promise<void> {
    if (!(await setBackend('webgpu'))) throw new Error('tfjs could not start its WebGPU backend.');
    await ready();
    const loaded = await loadLayersModel(
      io.fromMemory({
        modelTopology: JSON.parse(model.topologyJson) as object,
        weightSpecs: JSON.parse(model.weightSpecsJson) as io.WeightsManifestEntry[],
        weightData: model.weights.slice().buffer,
      }),
    );
    this.#models.get(model.modelId)?.dispose();
    this.#models.set(model.modelId, loaded);
  }

  async predict(modelId: string, features: Float32Array, rows: number): Promise<Float32Array> {
    const model = this.#models.get(modelId);
    if (model === undefined) throw new Error(`The network "${modelId}" is not loaded on the GPU; load it first.`);
    if (rows < 1 || features.length % rows !== 0) {
      throw new Error(`Expected a whole number of features in each of ${rows} rows, got ${features.length} values in all.`);
    }
    const input = tensor2d(features, [rows, features.length / rows]);
    const output = model.predict(input) as Tensor;
    try {
      return (await output.data<'float32'>()).slice();
    } finally {
      input.dispose();
      output.dispose();
    }
  }
}
