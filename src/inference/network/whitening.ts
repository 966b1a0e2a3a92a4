import * as tf from '@tensorflow/tfjs-core';
import { cholesky } from '../../core/math/cholesky.ts';
import { type NetworkShape, parameterLayout } from './architecture.ts';

/** Share of a feature's variance that is added to it: limits the amplification of directions that hold only noise. */
const FLOOR = 0.1;
/** Smaller entries of the matrix are rounding errors. */
const LEAST = 1e-9;

/**
 * Features of the training: x W for standardised features x, with (C + 0.1) = L L' their covariance and W = L'^-1. Neighbouring bins
 * of a current are nearly equal, and the gradient along their small differences is so small that plain training takes twice as many
 * steps. A linear map before the first layer does not change what the network can represent: `outside` multiplies it into the first
 * kernel, so users of the network do not need it.
 */
export class Whitening {
  readonly features: number;
  /** Lower, L, row-major. */
  readonly #factor: Float64Array;
  /** W, row-major. */
  readonly #matrix: Float32Array;

  private constructor(features: number, factor: Float64Array) {
    this.features = features;
    this.#factor = factor;
    this.#matrix = invertedAndTurned(factor, features);
  }

  /**
   * @param x rows x F, standardised
   * @throws Error when the values do not divide into rows or are not finite
   */
  static measure(x: Float32Array, rows: number): Whitening {
    const features = x.length / rows;
    if (!Number.isInteger(features) || features < 1) throw new Error(`Whitening: ${x.length} values do not divide into ${rows} rows.`);
    const covariance = Float64Array.from(product(x, [rows, features], x, [rows, features], true), (sum) => sum / rows);
    for (let i = 0; i < features; i++) covariance[i * features + i] = (covariance[i * features + i] as number) + FLOOR;
    const factor = cholesky(covariance, features);
    if (factor === null)
      throw new Error('Whitening: the features hold a value that is not finite. Check the population that was generated.');
    return new Whitening(features, factor);
  }

  /** x W. */
  apply(x: Float32Array, rows: number): Float32Array {
    return product(x, [rows, this.features], this.#matrix, [this.features, this.features]);
  }

  /** Weights of a network on x with the same answers as these on x W. */
  outside(weights: Float32Array, shape: NetworkShape): Float32Array {
    return withFirstKernel(weights, shape, (kernel) =>
      product(this.#matrix, [this.features, this.features], kernel, [this.features, shape.hidden]),
    );
  }

  /** Weights of a network on x W with the same answers as these on x. */
  inside(weights: Float32Array, shape: NetworkShape): Float32Array {
    const n = this.features;
    const { hidden } = shape;
    return withFirstKernel(weights, shape, (kernel) => {
      const turned = new Float64Array(kernel.length);
      for (let r = 0; r < n; r++) {
        for (let i = r; i < n; i++) {
          const factor = this.#factor[i * n + r] as number;
          for (let h = 0; h < hidden; h++)
            turned[r * hidden + h] = (turned[r * hidden + h] as number) + factor * (kernel[i * hidden + h] as number);
        }
      }
      return Float32Array.from(turned);
    });
  }
}

function withFirstKernel(weights: Float32Array, shape: NetworkShape, map: (kernel: Float32Array) => Float32Array): Float32Array {
  const [first] = parameterLayout(shape);
  if (first?.role !== 'kernel') throw new Error('A network begins with the kernel of its first layer.');
  const out = weights.slice();
  out.set(map(weights.slice(first.offset, first.offset + first.size)), first.offset);
  return out;
}

type Dimensions = [rows: number, columns: number];

/** a b, or a' b. Not in tf.tidy, which looks through all that it returns, value by value. */
function product(a: Float32Array, shapeA: Dimensions, b: Float32Array, shapeB: Dimensions, turned = false): Float32Array {
  const left = tf.tensor2d(a, shapeA);
  const right = tf.tensor2d(b, shapeB);
  // Not as an argument of matMul: on wasm that is slow (see tfjs-gradient.ts).
  const leftTurned = turned ? tf.transpose(left) : left;
  const result = tf.matMul(leftTurned, right);
  const values = result.dataSync<'float32'>();
  tf.dispose([left, right, leftTurned, result]);
  return values;
}

function invertedAndTurned(factor: Float64Array, n: number): Float32Array {
  const matrix = new Float32Array(n * n);
  const column = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= (factor[i * n + k] as number) * (column[k] as number);
      const value = sum / (factor[i * n + i] as number);
      column[i] = value;
      matrix[c * n + i] = Math.abs(value) < LEAST ? 0 : value;
    }
  }
  return matrix;
}
