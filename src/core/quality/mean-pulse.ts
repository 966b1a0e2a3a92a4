/**
 * The mean of sweeps and the SD of the noise of one, from how the sweeps differ: what they have in common, the transient, is no noise.
 * @param sweeps two or more of at least `length` samples, pA
 */
export function meanPulse(sweeps: readonly (Float32Array | Float64Array)[], length: number): { mean: Float64Array; noisePa: number } {
  const mean = new Float64Array(length);
  for (const sweep of sweeps) for (let k = 0; k < length; k++) mean[k]! += sweep[k]! / sweeps.length;
  let squares = 0;
  for (const sweep of sweeps) for (let k = 0; k < length; k++) squares += (sweep[k]! - mean[k]!) ** 2;
  return { mean, noisePa: Math.sqrt(squares / ((sweeps.length - 1) * length)) };
}
