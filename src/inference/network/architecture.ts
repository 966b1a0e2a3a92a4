import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/**
 * Residual, fully connected: features -> dense(hidden) -> blocks x [x + dense(swish(dense(layerNorm(x))))] -> layerNorm -> dense(2 *
 * outputs).
 * The last layer holds first the means, then the natural logarithms of the standard deviations, both in standardised target units.
 * Swish, not GELU: its kernel is one sigmoid on every tfjs backend, and both train equally well.
 */
export interface NetworkShape {
  /** F, values per recording. */
  readonly features: number;
  /** P, parameters and nuisance parameters of the answer. */
  readonly outputs: number;
  readonly hidden: number;
  readonly blocks: number;
}

/** tfjs' default of 1e-3 would distort the normalisation of small activations. */
export const LAYER_NORM_EPSILON = 1e-5;

/** Limits of the log standard deviation: 0.1 % to 20 times the spread of the training targets. */
export const LOG_SD_MIN = -7;
export const LOG_SD_MAX = 3;

/** Builds the untrained network. @throws RangeError when a dimension is no positive integer. */
export function buildNetwork(shape: NetworkShape): layers.LayersModel {
  checkShape(shape);
  const input = layers.input({ shape: [shape.features], name: 'features' });
  const dense = (name: string, units: number, activation: 'linear' | 'swish'): ReturnType<typeof layers.layers.dense> =>
    layers.layers.dense({ name, units, activation, kernelInitializer: 'zeros', biasInitializer: 'zeros' });
  const norm = (name: string): ReturnType<typeof layers.layers.layerNormalization> =>
    layers.layers.layerNormalization({ name, epsilon: LAYER_NORM_EPSILON });
  const apply = (layer: layers.layers.Layer, x: layers.SymbolicTensor | layers.SymbolicTensor[]): layers.SymbolicTensor =>
    layer.apply(x) as layers.SymbolicTensor;

  let x = apply(dense('stem', shape.hidden, 'linear'), input);
  for (let b = 0; b < shape.blocks; b++) {
    const n = apply(norm(`block${b}_norm`), x);
    const u = apply(dense(`block${b}_expand`, shape.hidden, 'swish'), n);
    const v = apply(dense(`block${b}_project`, shape.hidden, 'linear'), u);
    x = apply(layers.layers.add({ name: `block${b}_add` }), [x, v]);
  }
  const head = apply(dense('head', 2 * shape.outputs, 'linear'), apply(norm('head_norm'), x));
  return layers.model({ inputs: input, outputs: head, name: 'twin' });
}

/** Sets a flat weight vector (the order of `parameterLayout`) into a model of `buildNetwork`. */
export function setFlatWeights(model: layers.LayersModel, shape: NetworkShape, flat: Float32Array): void {
  const tensors = parameterLayout(shape).map((p) => tf.tensor(flat.slice(p.offset, p.offset + p.size), [...p.shape]));
  model.setWeights(tensors);
  tf.dispose(tensors);
}

export interface ParameterBlock {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  readonly role: 'kernel' | 'bias' | 'gain' | 'shift';
}

/** Place of each weight in the flat vector; the order is that of LayersModel.getWeights(). */
export function parameterLayout(shape: NetworkShape): ParameterBlock[] {
  checkShape(shape);
  const { features, outputs, hidden, blocks } = shape;
  const list: ParameterBlock[] = [];
  let offset = 0;
  const push = (name: string, dims: readonly number[], role: ParameterBlock['role']): void => {
    const size = dims.reduce((a, b) => a * b, 1);
    list.push({ name, shape: dims, offset, size, role });
    offset += size;
  };
  const dense = (name: string, from: number, to: number): void => {
    push(`${name}/kernel`, [from, to], 'kernel');
    push(`${name}/bias`, [to], 'bias');
  };
  const norm = (name: string): void => {
    push(`${name}/gamma`, [hidden], 'gain');
    push(`${name}/beta`, [hidden], 'shift');
  };
  dense('stem', features, hidden);
  for (let b = 0; b < blocks; b++) {
    norm(`block${b}_norm`);
    dense(`block${b}_expand`, hidden, hidden);
    dense(`block${b}_project`, hidden, hidden);
  }
  norm('head_norm');
  dense('head', hidden, 2 * outputs);
  return list;
}

export function parameterCount(shape: NetworkShape): number {
  const last = parameterLayout(shape).at(-1);
  return last === undefined ? 0 : last.offset + last.size;
}

function checkShape(shape: NetworkShape): void {
  for (const [name, value] of Object.entries(shape)) {
    const least = name === 'blocks' ? 0 : 1;
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`Network shape: ${name} must be an integer of at least ${least}, got ${String(value)}.`);
    }
  }
}
