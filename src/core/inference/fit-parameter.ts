import type { Coordinate } from './coordinate.ts';

/** A parameter of a fit. Vectors of a fit hold its coordinate z, whose prior is the standard normal distribution. */
export interface FitParameter {
  readonly id: string;
  readonly coordinate: Coordinate;
  /** Step of the finite difference, in the unit of the value. */
  readonly step: number;
  /** Longest move in one iteration, in z. */
  readonly longestMove: number;
}
