import type { Random } from '../../core/random/random.ts';

/** Makes a recording of a stored cell: noise and whatever else a recording adds that need not be simulated. */
export interface RowWriter {
  readonly features: number;
  readonly outputs: number;
  /**
   * @param row of the population, [bin means of the noiseless record | truth]
   * @param x features of the recording @param y its targets
   */
  write(row: Float32Array, random: Random, x: Float32Array, y: Float32Array): void;
}

/** SDs of bin means for a noise of 1 a sample. */
export function meanNoise({ from, to }: { readonly from: Int32Array; readonly to: Int32Array }): Float64Array {
  return Float64Array.from(from, (start, r) => 1 / Math.sqrt((to[r] ?? 0) - start));
}

/** Noise of the training recordings, pA/pF per 10 kHz sample, log-uniform. */
export const NOISE_RANGE = [0.02, 1.2] as const;
/** Share of rig recordings whose effective Rs Cm the rig knows, and how well: a membrane test and a dial. */
export const RS_KNOWN_SHARE = 0.8;
export const RS_KNOWN_SD = 0.25;

export function logUniform(random: Random, [low, high]: readonly [low: number, high: number]): number {
  return low * (high / low) ** random.uniform();
}
