import type binaryen from 'binaryen';
import { chebyshevPolynomial } from './chebyshev.ts';

type Ref = binaryen.ExpressionRef;

/** The operators of the expression graph on four float32 lanes. */
export class Lanes {
  private readonly m: binaryen.Module;
  private readonly b: typeof binaryen;
  /** Allocates a local of a type and returns its index. */
  private readonly newLocal: (type: binaryen.Type) => number;
  private readonly hoisted = new Map<string, number>();
  /** Constants set once at the start of the function: v128.const inside a loop is slow on V8 13. */
  readonly prologue: Ref[] = [];

  constructor(b: typeof binaryen, m: binaryen.Module, newLocal: (type: binaryen.Type) => number) {
    this.b = b;
    this.m = m;
    this.newLocal = newLocal;
  }

  constant(value: number): Ref {
    return this.hoist(`f${value}`, () => this.m.f32x4.splat(this.m.f32.const(value)));
  }

  private integer(value: number): Ref {
    return this.hoist(`i${value}`, () => this.m.i32x4.splat(this.m.i32.const(value)));
  }

  private hoist(key: string, make: () => Ref): Ref {
    let local = this.hoisted.get(key);
    if (local === undefined) {
      local = this.newLocal(this.b.v128);
      this.hoisted.set(key, local);
      this.prologue.push(this.m.local.set(local, make()));
    }
    return this.m.local.get(local, this.b.v128);
  }

  /** Keeps an intermediate in a local so that it can be used more than once. */
  private keep(body: Ref[], value: Ref): () => Ref {
    const local = this.newLocal(this.b.v128);
    body.push(this.m.local.set(local, value));
    return () => this.m.local.get(local, this.b.v128);
  }

  private horner(coefficients: readonly number[], x: () => Ref): Ref {
    const { f32x4 } = this.m;
    return [...coefficients]
      .reverse()
      .map((c) => this.constant(c))
      .reduce((sum, c) => f32x4.add(f32x4.mul(sum, x()), c));
  }

  /**
   * e^x as 2^n 2^f, relative error about 1e-7; the argument is held within +-87, where float32 ends. Adding and taking off
   * 1.5 * 2^23 rounds to the nearest whole n and leaves n in the low bits: shifted left by 23 it is the exponent.
   */
  exp(body: Ref[], argument: Ref): Ref {
    const { f32x4, i32x4 } = this.m;
    const magic = 12_582_912;
    const limit = 125.5;
    const y = this.keep(
      body,
      f32x4.pmax(this.constant(-limit), f32x4.pmin(this.constant(limit), f32x4.mul(argument, this.constant(Math.LOG2E)))),
    );
    const shifted = this.keep(body, f32x4.add(y(), this.constant(magic)));
    const f = this.keep(body, f32x4.sub(y(), f32x4.sub(shifted(), this.constant(magic))));
    // 2^f - 1 over f, so that the result is exact at 0 and slow gates relax at their true rate.
    const tail = chebyshevPolynomial(
      (t) => (Math.abs(t) < 1e-6 ? Math.LN2 + (t * Math.LN2 ** 2) / 2 : Math.expm1(t * Math.LN2) / t),
      -0.5,
      0.5,
      4,
    );
    // By pairs: half as many dependent operations as Horner's rule.
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0] = tail;
    const square = this.keep(body, f32x4.mul(f(), f()));
    const pair = (low: number, high: number): Ref => f32x4.add(f32x4.mul(f(), this.constant(high)), this.constant(low));
    const upper = f32x4.add(f32x4.mul(square(), f32x4.add(f32x4.mul(f(), this.constant(c4)), this.constant(c3))), pair(c1, c2));
    const p = f32x4.add(f32x4.mul(square(), upper), f32x4.add(f32x4.mul(f(), this.constant(c0)), this.constant(1)));
    return i32x4.add(p, i32x4.shl(shifted(), this.m.i32.const(23)));
  }

  /** Natural logarithm of x > 0, relative error about 1e-7. */
  log(body: Ref[], argument: Ref): Ref {
    const { f32x4, i32x4, v128 } = this.m;
    const x = this.keep(body, argument);
    const m0 = this.keep(body, v128.or(v128.and(x(), this.integer(0x007fffff)), this.integer(0x3f800000)));
    const big = this.keep(body, f32x4.lt(this.constant(Math.SQRT2), m0()));
    const y = this.keep(body, f32x4.sub(v128.bitselect(f32x4.mul(m0(), this.constant(0.5)), m0(), big()), this.constant(1)));
    // A true comparison is -1 as an integer: subtracting it adds one to the exponent.
    const exponent = i32x4.sub(i32x4.sub(i32x4.shr_s(x(), this.m.i32.const(23)), this.integer(127)), big());
    const p = chebyshevPolynomial(
      (t) => (Math.abs(t) < 1e-5 ? 1 - t / 2 + (t * t) / 3 : Math.log1p(t) / t),
      Math.SQRT1_2 - 1,
      Math.SQRT2 - 1,
      9,
    );
    return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(exponent), this.constant(Math.LN2)), f32x4.mul(this.horner(p, y), y()));
  }
}
