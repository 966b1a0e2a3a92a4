import { normalCdf, normalDensity, normalQuantile } from '../math/normal-distribution.ts';

/**
 * Coordinate of a parameter in a fit: a number z whose prior is the standard normal distribution. Whatever the prior of the parameter,
 * bounds are then far away, the scale is 1, and the posterior is nearly Gaussian.
 */
export interface Coordinate {
  /** Value of the parameter at z. */
  value(z: number): number;
  /** z of a value; values outside the prior's range give an end of it. */
  of(value: number): number;
  /** d value / d z. */
  slope(z: number): number;
}

/** |z| beyond which no coordinate goes: one cell in 16,000. */
export const FURTHEST = 4;

export function inside(z: number): number {
  return Math.min(FURTHEST, Math.max(-FURTHEST, z));
}

/** Prior uniform between low and high. */
export function uniform(low: number, high: number): Coordinate {
  const width = high - low;
  const least = normalCdf(-FURTHEST);
  return {
    value: (z) => low + width * normalCdf(z),
    of: (value) => normalQuantile(Math.min(1 - least, Math.max(least, (value - low) / width))),
    slope: (z) => width * normalDensity(z),
  };
}

/** Prior normal. */
export function normal(mean: number, sd: number): Coordinate {
  return { value: (z) => mean + sd * z, of: (value) => inside((value - mean) / sd), slope: () => sd };
}

/** Prior log-normal: the logarithm has the given SD. */
export function logNormal(median: number, sd: number): Coordinate {
  return {
    value: (z) => median * Math.exp(sd * z),
    of: (value) => inside(Math.log(Math.max(value, 1e-300) / median) / sd),
    slope: (z) => sd * median * Math.exp(sd * z),
  };
}
