import { mkdirSync } from 'node:fs';
import type * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import type { ModelCard } from '../../shared/contract/schemas.ts';
import { buildNetwork, type NetworkShape, parameterCount, parameterLayout } from './architecture.ts';
import { writeFileWhole } from '../../node/files/index.ts';
import { toFloat16 } from './float16.ts';
import { type NetworkCard, networkCard } from './network-card.ts';
import { sha256 } from './sha256.ts';
import type { Standardisation } from './standardisation.ts';

export interface ModelToSave {
  readonly shape: NetworkShape;
  /** Flat, in the order of parameterLayout. */
  readonly weights: Float32Array;
  readonly standardisation: Standardisation;
  readonly featureLayoutId: string;
  readonly outputIds: readonly string[];
  /** P x P, see errorCorrelation. */
  readonly errorCorrelation?: Float64Array;
  /** float16 halves the file; outputs change by some 1e-4 of a standard deviation. */
  readonly precision: 'float32' | 'float16';
  readonly card: Omit<ModelCard, 'weightsBytes' | 'weightsSha256' | 'architecture'>;
}

/**
 * Writes model.json (tfjs layers format), weights.bin and card.json. The card comes last: a folder without it is no model.
 * @returns the card written. @throws Error when sizes do not fit or a weight is not finite
 */
export async function saveModel(folder: string, model: ModelToSave): Promise<NetworkCard> {
  const { shape, weights, standardisation: s } = model;
  checkSizes(model);
  const half = model.precision === 'float16';
  const bytes = half ? asBytes(toFloat16(weights)) : asBytes(weights);
  const specs: tf.io.WeightsManifestEntry[] = parameterLayout(shape).map((p) => ({
    name: p.name,
    shape: [...p.shape],
    dtype: 'float32',
    ...(half ? { quantization: { dtype: 'float16' as const, original_dtype: 'float32' as const } } : {}),
  }));
  const network = buildNetwork(shape);
  const topology: unknown = network.toJSON(null, false);
  network.dispose();
  const modelJson = {
    format: 'layers-model',
    generatedBy: 'TwinClamp',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  };
  const card = networkCard.parse({
    ...model.card,
    schema: 'twinclamp.network/1',
    architecture:
      `residual, fully connected: ${shape.features}-${shape.hidden}, ${shape.blocks} x (layer norm, ${shape.hidden} swish, ` +
      `${shape.hidden}), 2 x ${shape.outputs}; ${parameterCount(shape)} weights`,
    precision: model.precision,
    weightsBytes: bytes.length,
    weightsSha256: sha256(bytes),
    shape,
    featureLayoutId: model.featureLayoutId,
    outputIds: [...model.outputIds],
    featureMean: Array.from(s.featureMean),
    featureSd: Array.from(s.featureSd),
    targetMean: Array.from(s.targetMean),
    targetSd: Array.from(s.targetSd),
    featureClip: s.featureClip,
    ...(model.errorCorrelation === undefined
      ? {}
      : { errorCorrelation: Array.from(model.errorCorrelation, (value) => Number(value.toFixed(3))) }),
  });
  mkdirSync(folder, { recursive: true });
  writeFileWhole(join(folder, 'weights.bin'), [bytes]);
  writeFileWhole(join(folder, 'model.json'), [JSON.stringify(modelJson)]);
  writeFileWhole(join(folder, 'card.json'), [`${JSON.stringify(card, null, 1)}\n`]);
  return card;
}

function checkSizes({ shape, weights, standardisation: s, outputIds, errorCorrelation }: ModelToSave): void {
  const expect = (what: string, expected: number, got: number): void => {
    if (expected !== got) throw new Error(`Saving a network: expected ${expected} ${what}, got ${got}.`);
  };
  expect('weights', parameterCount(shape), weights.length);
  expect('feature means', shape.features, s.featureMean.length);
  expect('feature SDs', shape.features, s.featureSd.length);
  expect('target means', shape.outputs, s.targetMean.length);
  expect('target SDs', shape.outputs, s.targetSd.length);
  expect('output ids', shape.outputs, outputIds.length);
  if (errorCorrelation) expect('correlations of errors', shape.outputs ** 2, errorCorrelation.length);
  const bad = weights.findIndex((w) => !Number.isFinite(w));
  if (bad >= 0) throw new Error(`Saving a network: weight ${bad} is not finite. Train again with a lower learning rate.`);
}

function asBytes(values: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
