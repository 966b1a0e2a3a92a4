import { LOG_SD_MAX, LOG_SD_MIN, parameterLayout, type NetworkShape } from './architecture.ts';
import { fromFloat16 } from './float16.ts';
import { initialWeights } from './initial-weights.ts';
import { type ExpectedModel, readModelFile } from './model-file.ts';
import { standardisationOf } from './network-card.ts';
import { LEAST_SD, type Standardisation } from './standardisation.ts';

/** Weights that a training begins with instead of random ones. */
export interface StartingPoint {
  /** Flat, in the order of parameterLayout, for the requested standardisation. */
  readonly weights: Float32Array;
  /** Id, samples and weights of the network they come from, for the card of the next. */
  readonly description: string;
}

/** Hidden units and blocks of a stored network. @throws ModelFileError */
export async function shapeOfNetwork(folder: string): Promise<NetworkShape> {
  return (await readModelFile(folder)).card.shape;
}

/**
 * A stored network's weights, written for another standardisation so that it answers as before (but for the clip of features).
 * @throws ModelFileError when the folder holds no sound network, or one with other features or outputs
 */
export async function startingPoint(folder: string, expected: ExpectedModel, standardisation: Standardisation): Promise<StartingPoint> {
  const { card, weights } = await readModelFile(folder, expected);
  const flat = card.precision === 'float16' ? fromFloat16(new Uint16Array(weights)) : new Float32Array(weights);
  return {
    weights: restandardised(flat, card.shape, standardisationOf(card), standardisation),
    description: `${card.id}, ${card.samplesSeen} samples, weights ${card.weightsSha256.slice(0, 8)}`,
  };
}

/** The same map with more residual blocks, which begin by adding nothing. */
export function deepened(weights: Float32Array, shape: NetworkShape, blocks: number, seed: number): Float32Array {
  const deeper = { ...shape, blocks };
  const flat = initialWeights(deeper, seed);
  const known = new Map(parameterLayout(shape).map((block) => [block.name, block]));
  for (const { name, offset, size } of parameterLayout(deeper)) {
    const old = known.get(name);
    if (old !== undefined) flat.set(weights.subarray(old.offset, old.offset + old.size), offset);
    else if (name.endsWith('_project/kernel')) flat.fill(0, offset, offset + size);
  }
  return flat;
}

/** The same map from raw features to raw means and SDs, as weights for another standardisation. */
export function restandardised(weights: Float32Array, shape: NetworkShape, from: Standardisation, to: Standardisation): Float32Array {
  const flat = weights.slice();
  const offsets = new Map(parameterLayout(shape).map(({ name, offset }) => [name, offset]));
  const at = (name: string): number => offsets.get(name) ?? NaN;
  restandardiseFeatures(flat, shape, at, from, to);
  restandardiseOutputs(flat, shape, at, from, to);
  return flat;
}

function restandardiseFeatures(
  flat: Float32Array,
  { features, hidden }: NetworkShape,
  at: (name: string) => number,
  from: Standardisation,
  to: Standardisation,
): void {
  for (let f = 0; f < features; f++) {
    // A constant feature of the first population was not learnt: it begins without effect.
    const learnt = (from.featureSd[f] ?? 0) > LEAST_SD;
    const scale = learnt ? (to.featureSd[f] ?? 0) / (from.featureSd[f] ?? 1) : 0;
    const shift = learnt ? ((to.featureMean[f] ?? 0) - (from.featureMean[f] ?? 0)) / (from.featureSd[f] ?? 1) : 0;
    for (let h = 0; h < hidden; h++) {
      const k = at('stem/kernel') + f * hidden + h;
      const weight = flat[k] ?? 0;
      flat[at('stem/bias') + h] = (flat[at('stem/bias') + h] ?? 0) + weight * shift;
      flat[k] = weight * scale;
    }
  }
}

function restandardiseOutputs(
  flat: Float32Array,
  { hidden, outputs }: NetworkShape,
  at: (name: string) => number,
  from: Standardisation,
  to: Standardisation,
): void {
  for (let p = 0; p < outputs; p++) {
    const ratio = (from.targetSd[p] ?? 1) / (to.targetSd[p] ?? 1);
    for (let h = 0; h < hidden; h++) {
      const k = at('head/kernel') + h * 2 * outputs + p;
      flat[k] = (flat[k] ?? 0) * ratio;
    }
    const mean = at('head/bias') + p;
    flat[mean] = (flat[mean] ?? 0) * ratio + ((from.targetMean[p] ?? 0) - (to.targetMean[p] ?? 0)) / (to.targetSd[p] ?? 1);
    const sd = mean + outputs;
    flat[sd] = Math.min(LOG_SD_MAX, Math.max(LOG_SD_MIN, (flat[sd] ?? 0) + Math.log(ratio)));
  }
}
