import * as tf from '@tensorflow/tfjs-core';
import { LAYER_NORM_EPSILON, type NetworkShape, parameterCount, parameterLayout } from './architecture.ts';
import type { GradientEngine, StepGradient } from './gradient-engine.ts';
import { headGradient, type Objective } from './objective.ts';

interface NormTape {
  readonly normalised: tf.Tensor2D;
  readonly inverseSd: tf.Tensor2D;
  readonly out: tf.Tensor2D;
}

interface BlockTape {
  readonly norm: NormTape;
  readonly before: tf.Tensor2D;
  readonly gate: tf.Tensor2D;
  readonly active: tf.Tensor2D;
}

/**
 * Backward pass written by hand on the active tfjs backend. On wasm every product is of two untransposed matrices: its matMul is 20 to 80
 * times slower
 * with a transposed operand, and a transpose costs a tenth of a product; other backends take transposed operands as they are. A bias
 * gradient is a product with a row of
 * ones: it finds the packed copy of its operand that the kernel's gradient has just made, and so costs a 25th of tf.sum.
 */
export class TfjsGradientEngine implements GradientEngine {
  readonly name = 'tfjs';
  readonly shape: NetworkShape;
  readonly #layout;
  readonly #gradient: Float32Array;

  constructor(shape: NetworkShape) {
    this.shape = shape;
    this.#layout = new Map(parameterLayout(shape).map((p) => [p.name, p]));
    this.#gradient = new Float32Array(parameterCount(shape));
  }

  lossAndGradient(weights: Float32Array, x: Float32Array, y: Float32Array, rows: number, objective: Objective): StepGradient {
    const loss = tf.tidy(() => this.#step(weights, x, y, rows, objective));
    return { loss, gradient: this.#gradient };
  }

  dispose(): void {
    // Nothing outlives a step.
  }

  #step(weights: Float32Array, x: Float32Array, y: Float32Array, rows: number, objective: Objective): number {
    const { features, outputs, hidden, blocks } = this.shape;
    const input = tf.tensor2d(x, [rows, features]);
    const ones: tf.Tensor2D = tf.ones([1, rows]);
    const kernel = (name: string): tf.Tensor2D => this.#load(weights, `${name}/kernel`) as tf.Tensor2D;
    const vector = (name: string): tf.Tensor1D => this.#load(weights, name) as tf.Tensor1D;
    const dense = (a: tf.Tensor2D, w: tf.Tensor2D, name: string): tf.Tensor2D =>
      tf.add<tf.Tensor2D>(tf.matMul(a, w), vector(`${name}/bias`));

    // forward
    let h = dense(input, kernel('stem'), 'stem');
    const tapes: BlockTape[] = [];
    const kernels: { readonly expand: tf.Tensor2D; readonly project: tf.Tensor2D }[] = [];
    for (let b = 0; b < blocks; b++) {
      const expand = kernel(`block${b}_expand`);
      const project = kernel(`block${b}_project`);
      const norm = normalise(h, vector(`block${b}_norm/gamma`), vector(`block${b}_norm/beta`));
      const before = dense(norm.out, expand, `block${b}_expand`);
      const gate = tf.sigmoid(before);
      const active = tf.mul<tf.Tensor2D>(before, gate);
      h = tf.add(h, dense(active, project, `block${b}_project`));
      tapes.push({ norm, before, gate, active });
      kernels.push({ expand, project });
    }
    const headNorm = normalise(h, vector('head_norm/gamma'), vector('head_norm/beta'));
    const headKernel = kernel('head');
    const head = dense(headNorm.out, headKernel, 'head');
    const { loss, gradient } = headGradient(head.dataSync<'float32'>(), y, rows, outputs, objective);

    // backward
    const denseBack = (name: string, a: tf.Tensor2D, dOut: tf.Tensor2D): void => {
      this.#store(`${name}/kernel`, turnedTimes(a, dOut));
      this.#store(`${name}/bias`, tf.matMul(ones, dOut));
    };
    const normBack = (name: string, tape: NormTape, dOut: tf.Tensor2D): tf.Tensor2D => {
      this.#store(`${name}/gamma`, tf.sum(tf.mul(dOut, tape.normalised), 0));
      this.#store(`${name}/beta`, tf.sum(dOut, 0));
      const d = tf.mul(dOut, vector(`${name}/gamma`));
      const along = tf.mul(tape.normalised, tf.mean(tf.mul(d, tape.normalised), 1, true));
      return tf.mul(tf.sub(tf.sub(d, tf.mean(d, 1, true)), along), tape.inverseSd);
    };

    const dHead = tf.tensor2d(gradient, [rows, 2 * outputs]);
    denseBack('head', headNorm.out, dHead);
    let dh = normBack('head_norm', headNorm, timesTurned(dHead, headKernel));
    for (let b = blocks - 1; b >= 0; b--) {
      const tape = tapes[b]!;
      const { expand, project } = kernels[b]!;
      denseBack(`block${b}_project`, tape.active, dh);
      const dActive = timesTurned(dh, project);
      // d(x s)/dx = s + x s (1 - s) = s (1 + x - x s)
      const slope = tf.mul(tape.gate, tf.add(tf.sub(tape.before, tape.active), 1));
      const dBefore = tf.mul<tf.Tensor2D>(dActive, slope);
      denseBack(`block${b}_expand`, tape.norm.out, dBefore);
      dh = tf.add(dh, normBack(`block${b}_norm`, tape.norm, timesTurned(dBefore, expand)));
    }
    denseBack('stem', input, dh);
    if (dh.shape[1] !== hidden) throw new Error(`Backward pass: expected ${hidden} hidden gradients, got ${String(dh.shape[1])}.`);
    return loss;
  }

  /** A new tensor each step: writing in place would leave the packed copy inside the wasm matMul stale. */
  #load(weights: Float32Array, name: string): tf.Tensor {
    const p = this.#block(name);
    return tf.tensor(weights.subarray(p.offset, p.offset + p.size), [...p.shape]);
  }

  #store(name: string, value: tf.Tensor): void {
    const p = this.#block(name);
    this.#gradient.set(value.dataSync<'float32'>(), p.offset);
  }

  #block(name: string): { readonly offset: number; readonly size: number; readonly shape: readonly number[] } {
    const p = this.#layout.get(name);
    if (p === undefined) throw new Error(`The network has no weight ${name}.`);
    return p;
  }
}

/** a' b. */
function turnedTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.getBackend() === 'wasm' ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, b, true, false);
}

/** a b'. */
function timesTurned(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.getBackend() === 'wasm' ? tf.matMul(a, tf.transpose(b)) : tf.matMul(a, b, false, true);
}

function normalise(x: tf.Tensor2D, gain: tf.Tensor1D, shift: tf.Tensor1D): NormTape {
  const centred = tf.sub<tf.Tensor2D>(x, tf.mean(x, 1, true));
  const inverseSd = tf.rsqrt<tf.Tensor2D>(tf.add(tf.mean(tf.square(centred), 1, true), LAYER_NORM_EPSILON));
  const normalised = tf.mul<tf.Tensor2D>(centred, inverseSd);
  return { normalised, inverseSd, out: tf.add(tf.mul(normalised, gain), shift) };
}
