import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Backend } from '../backend/backend.ts';
import { buildNetwork, LOG_SD_MAX, LOG_SD_MIN, type NetworkShape, setFlatWeights } from './architecture.ts';
import { type ExpectedModel, type ModelFile, readModelFile } from './model-file.ts';
import { type NetworkCard, standardisationOf } from './network-card.ts';
import { type Standardisation, standardiseFeatures } from './standardisation.ts';

export interface Prediction {
  /** rows x P, in the units of the training targets. */
  readonly mean: Float32Array;
  /** rows x P, standard deviations in the same units. */
  readonly sd: Float32Array;
  /** For each row, number of features that were clipped because they were far outside the training population. */
  readonly clippedFeatures: Uint32Array;
}

/** rows x F standardised -> rows x 2P: implemented by a model in this process or one behind a port. */
type Head = { readonly run: (x: Float32Array, rows: number) => Promise<Float32Array>; readonly dispose: () => void };

/** Bounds the memory of one call; larger requests are cut. */
const ROWS_AT_ONCE = 512;

/** A trained network that infers parameters from features. */
export class Predictor {
  /** null for weights that were never stored. */
  readonly card: NetworkCard | null;
  readonly shape: NetworkShape;
  readonly #standardisation: Standardisation;
  readonly #head: Head;

  private constructor(card: NetworkCard | null, shape: NetworkShape, standardisation: Standardisation, head: Head) {
    this.card = card;
    this.shape = shape;
    this.#standardisation = standardisation;
    this.#head = head;
  }

  /** @throws ModelFileError when the folder holds no sound network of the kind expected */
  static async load(folder: string, backend: Backend, expected: ExpectedModel = {}): Promise<Predictor> {
    const file = await readModelFile(folder, expected);
    const { card } = file;
    const standardisation = standardisationOf(card);
    const head = backend.port === null ? headOfModel(await modelOf(file), card.shape) : await headBehind(backend.port, file);
    return new Predictor(card, card.shape, standardisation, head);
  }

  /** For evaluation during training: runs on the active tfjs backend. */
  static fromWeights(shape: NetworkShape, weights: Float32Array, standardisation: Standardisation): Predictor {
    const model = buildNetwork(shape);
    setFlatWeights(model, shape, weights);
    return new Predictor(null, shape, standardisation, headOfModel(model, shape));
  }

  /**
   * @param features rows x F, raw
   * @throws Error when the length is not rows x F, a feature is not finite, or the network answers something that is not finite
   */
  async predict(features: Float32Array, rows: number): Promise<Prediction> {
    const { features: f, outputs: p } = this.shape;
    if (features.length !== rows * f) {
      throw new Error(`The network takes ${f} features a row: expected ${rows * f} values for ${rows} rows, got ${features.length}.`);
    }
    const bad = features.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) {
      throw new Error(
        `Feature ${bad % f} of row ${Math.floor(bad / f)} is ${String(features[bad])}; features must be finite. Check the recording.`,
      );
    }
    const mean = new Float32Array(rows * p);
    const sd = new Float32Array(rows * p);
    const clippedFeatures = new Uint32Array(rows);
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      const n = Math.min(ROWS_AT_ONCE, rows - from);
      const x = standardiseFeatures(this.#standardisation, features.subarray(from * f, (from + n) * f), n);
      const limit = Math.fround(this.#standardisation.featureClip);
      x.forEach((v, i) => {
        if (Math.abs(v) === limit) clippedFeatures[from + Math.floor(i / f)]!++;
      });
      this.#unpack(await this.#head.run(x, n), n, mean.subarray(from * p), sd.subarray(from * p));
    }
    return { mean, sd, clippedFeatures };
  }

  dispose(): void {
    this.#head.dispose();
  }

  #unpack(head: Float32Array, rows: number, mean: Float32Array, sd: Float32Array): void {
    const { outputs: p } = this.shape;
    if (head.length !== rows * 2 * p || head.some((v) => !Number.isFinite(v))) {
      throw new Error(
        `The network should answer ${rows * 2 * p} finite values, got ${head.length}, or some are not finite. Choose another backend.`,
      );
    }
    const { targetMean, targetSd } = this.#standardisation;
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < p; i++) {
        const logSd = Math.min(LOG_SD_MAX, Math.max(LOG_SD_MIN, head[r * 2 * p + p + i]!));
        mean[r * p + i] = targetMean[i]! + targetSd[i]! * head[r * 2 * p + i]!;
        sd[r * p + i] = targetSd[i]! * Math.exp(logSd);
      }
    }
  }
}

async function modelOf(file: ModelFile): Promise<LayersModel> {
  return loadLayersModel(
    tf.io.fromMemory({ modelTopology: file.modelJson.modelTopology, weightSpecs: file.modelJson.weightSpecs, weightData: file.weights }),
  );
}

function headOfModel(model: LayersModel, shape: NetworkShape): Head {
  return {
    run: async (x, rows) => {
      const out = tf.tidy(() => model.predict(tf.tensor2d(x, [rows, shape.features]), { batchSize: rows }) as tf.Tensor);
      const values = await out.data<'float32'>();
      out.dispose();
      return values;
    },
    dispose: () => {
      model.dispose();
    },
  };
}

async function headBehind(port: NonNullable<Backend['port']>, file: ModelFile): Promise<Head> {
  await port.load(file.modelJson, file.weights);
  return { run: (x, rows) => port.predict(x, rows), dispose: () => undefined };
}
