import { f32Literal } from './print-expression.ts';

/** ln 2 in two parts, the first exact in few bits, so that n ln 2 loses nothing. */
const LN2_HIGH = 0.693359375;

/** 1 / k! for the series of e^r on |r| <= ln 2 / 2: degree 7 leaves 5e-9 of the value. */
const SERIES = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040];

/**
 * e^x as 2^n e^r in WGSL, relative error about 1e-7, the argument held within +-87, where float32 ends. The 1 is added last, so
 * that the result is right near 0 and slow gates relax at their true rate.
 */
export function expFunction(): string {
  const [, ...terms] = SERIES;
  const horner = terms.map(f32Literal).reduceRight((sum, term) => `fma(${sum}, r, ${term})`);
  return `fn power(argument: f32) -> f32 {
  let x = clamp(argument, -87f, 87f);
  let n = round(x * ${f32Literal(Math.LOG2E)});
  let r = fma(n, ${f32Literal(-(Math.LN2 - LN2_HIGH))}, x - n * ${f32Literal(LN2_HIGH)});
  let p = fma(${horner}, r, 1f);
  return bitcast<f32>(bitcast<i32>(p) + (i32(n) << 23u));
}`;
}
