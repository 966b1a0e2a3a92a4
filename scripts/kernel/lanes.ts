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

  /** e^x, relative error about 1e-7; the argument is held within +-87, where float32 ends. */
  exp(body: Ref[], argument: Ref): Ref {
    const { f32x4, i32x4 } = this.m;
    const x = this.keep(body, f32x4.pmax(this.constant(-87), f32x4.pmin(this.constant(87), argument)));
    const n = this.keep(body, f32x4.nearest(f32x4.mul(x(), this.constant(Math.LOG2E))));
    // ln 2 in two parts, the first exact in few bits, so that n ln 2 loses nothing.
    const high = 0.693359375;
    const r = this.keep(
      body,
      f32x4.sub(f32x4.sub(x(), f32x4.mul(n(), this.constant(high))), f32x4.mul(n(), this.constant(Math.LN2 - high))),
    );
    const tail = chebyshevPolynomial((t) => (Math.abs(t) < 1e-4 ? 0.5 + t / 6 + (t * t) / 24 : (Math.exp(t) - 1 - t) / (t * t)), -0.347, 0.347, 5);
    const square = this.keep(body, f32x4.mul(r(), r()));
    const p = f32x4.add(f32x4.add(f32x4.mul(this.horner(tail, r), square()), r()), this.constant(1));
    return i32x4.add(p, i32x4.shl(i32x4.trunc_sat_f32x4_s(n()), this.m.i32.const(23)));
  }

  /** Natural logarithm of x > 0, relative error about 1e-7. */
  log(body: Ref[], argument: Ref): Ref {
    const { f32x4, i32x4, v128 } = this.m;
    const x = this.keep(body, argument);
    const m0 = this.keep(body, v128.or(v128.and(x(), this.integer(0x007fffff)), this.integer(0x3f800000)));
    const big = this.keep(body, f32x4.lt(this.constant(Math.SQRT2), m0()));
    const y = this.keep(
      body,
      f32x4.sub(v128.bitselect(f32x4.mul(m0(), this.constant(0.5)), m0(), big()), this.constant(1)),
    );
    // A true comparison is -1 as an integer: subtracting it adds one to the exponent.
    const exponent = i32x4.sub(i32x4.sub(i32x4.shr_s(x(), this.m.i32.const(23)), this.integer(127)), big());
    const p = chebyshevPolynomial((t) => (Math.abs(t) < 1e-5 ? 1 - t / 2 + (t * t) / 3 : Math.log1p(t) / t), Math.SQRT1_2 - 1, Math.SQRT2 - 1, 9);
    return f32x4.add(
      f32x4.mul(f32x4.convert_i32x4_s(exponent), this.constant(Math.LN2)),
      f32x4.mul(this.horner(p, y), y()),
    );
  }
}
