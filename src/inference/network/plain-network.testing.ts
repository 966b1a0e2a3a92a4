import { LAYER_NORM_EPSILON, LOG_SD_MAX, LOG_SD_MIN, type NetworkShape, parameterLayout } from './architecture.ts';
import type { Objective } from './objective.ts';

/**
 * The network a second time, for tests: float64 numbers on a tape, differentiated by the chain rule of each elementary operation.
 * It shares nothing with the trainer but the order of the weights.
 */
class Tape {
  readonly value: number[] = [];
  readonly #parents: (readonly (readonly [number, number])[])[] = [];

  leaf(value: number): number {
    return this.node(value, []);
  }

  node(value: number, parents: readonly (readonly [number, number])[]): number {
    this.#parents.push(parents);
    return this.value.push(value) - 1;
  }

  add(a: number, b: number): number {
    return this.node(this.value[a]! + this.value[b]!, [
      [a, 1],
      [b, 1],
    ]);
  }

  sub(a: number, b: number): number {
    return this.node(this.value[a]! - this.value[b]!, [
      [a, 1],
      [b, -1],
    ]);
  }

  mul(a: number, b: number): number {
    return this.node(this.value[a]! * this.value[b]!, [
      [a, this.value[b]!],
      [b, this.value[a]!],
    ]);
  }

  scale(a: number, k: number): number {
    return this.node(this.value[a]! * k, [[a, k]]);
  }

  map(a: number, f: (x: number) => number, slope: (x: number) => number): number {
    return this.node(f(this.value[a]!), [[a, slope(this.value[a]!)]]);
  }

  sum(list: readonly number[]): number {
    return this.node(
      list.reduce((s, i) => s + this.value[i]!, 0),
      list.map((i) => [i, 1] as const),
    );
  }

  gradient(of: number, count: number): Float64Array {
    const adjoint = new Float64Array(this.value.length);
    adjoint[of] = 1;
    for (let i = of; i >= 0; i--) for (const [p, d] of this.#parents[i]!) adjoint[p]! += d * adjoint[i]!;
    return adjoint.slice(0, count);
  }
}

export function plainLossAndGradient(
  shape: NetworkShape,
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  rows: number,
  objective: Objective,
): { loss: number; gradient: Float64Array; head: Float64Array } {
  const tape = new Tape();
  for (let i = 0; i < weights.length; i++) tape.leaf(weights[i]!);
  const at = new Map(parameterLayout(shape).map((p) => [p.name, p.offset]));
  const dense = (input: readonly number[], name: string, units: number): number[] =>
    Array.from({ length: units }, (_, u) =>
      tape.sum([at.get(`${name}/bias`)! + u, ...input.map((v, i) => tape.mul(v, at.get(`${name}/kernel`)! + i * units + u))]),
    );
  const norm = (input: readonly number[], name: string): number[] => {
    const mean = tape.scale(tape.sum(input), 1 / input.length);
    const centred = input.map((v) => tape.sub(v, mean));
    const variance = tape.scale(tape.sum(centred.map((c) => tape.mul(c, c))), 1 / input.length);
    const inverse = tape.map(
      variance,
      (v) => (v + LAYER_NORM_EPSILON) ** -0.5,
      (v) => -0.5 * (v + LAYER_NORM_EPSILON) ** -1.5,
    );
    return centred.map((c, i) => tape.add(tape.mul(tape.mul(c, inverse), at.get(`${name}/gamma`)! + i), at.get(`${name}/beta`)! + i));
  };
  const logistic = (v: number): number => 1 / (1 + Math.exp(-v));

  const terms: number[] = [];
  const heads: number[] = [];
  for (let r = 0; r < rows; r++) {
    const input = Array.from({ length: shape.features }, (_, i) => tape.leaf(x[r * shape.features + i]!));
    let h = dense(input, 'stem', shape.hidden);
    for (let b = 0; b < shape.blocks; b++) {
      const before = dense(norm(h, `block${b}_norm`), `block${b}_expand`, shape.hidden);
      const active = before.map((v) =>
        tape.mul(
          v,
          tape.map(v, logistic, (z) => logistic(z) * (1 - logistic(z))),
        ),
      );
      h = dense(active, `block${b}_project`, shape.hidden).map((v, i) => tape.add(v, h[i]!));
    }
    const out = dense(norm(h, 'head_norm'), 'head', 2 * shape.outputs);
    heads.push(...out);
    for (let p = 0; p < shape.outputs; p++) {
      const miss = tape.sub(out[p]!, tape.leaf(y[r * shape.outputs + p]!));
      if (objective.kind === 'squared') {
        terms.push(tape.scale(tape.mul(miss, miss), 0.5));
        continue;
      }
      const inside = (v: number): boolean => v >= LOG_SD_MIN && v <= LOG_SD_MAX;
      const logSd = tape.map(
        out[shape.outputs + p]!,
        (v) => Math.min(LOG_SD_MAX, Math.max(LOG_SD_MIN, v)),
        (v) => (inside(v) ? 1 : 0),
      );
      const precision = tape.map(
        logSd,
        (v) => Math.exp(-2 * v),
        (v) => -2 * Math.exp(-2 * v),
      );
      const term = tape.add(tape.scale(tape.mul(tape.mul(miss, miss), precision), 0.5), logSd);
      // The weight SD^(2 beta) is held constant: it scales the slope of the term but not its value.
      terms.push(tape.node(tape.value[term]!, [[term, Math.exp(2 * objective.beta * tape.value[logSd]!)]]));
    }
  }
  const loss = tape.scale(tape.sum(terms), 1 / terms.length);
  return { loss: tape.value[loss]!, gradient: tape.gradient(loss, weights.length), head: Float64Array.from(heads, (i) => tape.value[i]!) };
}

/** AdamW as in the paper, one weight at a time. */
export function plainAdamW(
  weights: Float64Array,
  moments: { m: Float64Array; v: Float64Array },
  gradient: Float64Array,
  t: number,
  o: { rate: number; beta1: number; beta2: number; epsilon: number; decay: (i: number) => number; maxNorm: number },
): void {
  const norm = Math.hypot(...gradient);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i]! * Math.min(1, o.maxNorm / norm);
    moments.m[i] = o.beta1 * moments.m[i]! + (1 - o.beta1) * g;
    moments.v[i] = o.beta2 * moments.v[i]! + (1 - o.beta2) * g ** 2;
    const mHat = moments.m[i]! / (1 - o.beta1 ** t);
    const vHat = moments.v[i]! / (1 - o.beta2 ** t);
    weights[i]! -= o.rate * (mHat / (Math.sqrt(vHat) + o.epsilon) + o.decay(i) * weights[i]!);
  }
}
