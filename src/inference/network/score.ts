export interface Score {
  /** 1 - mean squared error / variance of the truth, for each output. */
  readonly r2: Float64Array;
  readonly r2Mean: number;
  /** Fraction of truths within mean +- 1.645 SD; 0.9 when the SD is right. */
  readonly coverage90: number;
}

/** @param truth, mean, sd rows x P */
export function scorePrediction(truth: Float32Array, mean: Float32Array, sd: Float32Array, rows: number): Score {
  const outputs = truth.length / rows;
  if (!Number.isInteger(outputs) || mean.length !== truth.length || sd.length !== truth.length || rows < 2) {
    throw new Error(
      `Scoring: ${rows} rows (at least 2) must divide ${truth.length} truths, ${mean.length} means and ${sd.length} SDs alike.`,
    );
  }
  const r2 = new Float64Array(outputs);
  let within = 0;
  for (let p = 0; p < outputs; p++) {
    let centre = 0;
    for (let r = 0; r < rows; r++) centre += truth[r * outputs + p]! / rows;
    let miss = 0;
    let spread = 0;
    for (let i = p; i < truth.length; i += outputs) {
      const error = truth[i]! - mean[i]!;
      miss += error * error;
      spread += (truth[i]! - centre) ** 2;
      if (Math.abs(error) <= 1.6448536 * sd[i]!) within++;
    }
    r2[p] = 1 - miss / spread;
  }
  return { r2, r2Mean: r2.reduce((a, b) => a + b, 0) / outputs, coverage90: within / truth.length };
}

/**
 * Loss of the training on held-out cells: Gaussian negative log likelihood in standardised units, averaged over rows and
 * outputs.
 * @param truth, mean, sd rows x P @param unit SD of each output in the population
 */
export function likelihoodLoss(truth: Float32Array, mean: Float32Array, sd: Float32Array, unit: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const z = (truth[i]! - mean[i]!) / sd[i]!;
    sum += 0.5 * z * z + Math.log(sd[i]! / unit[i % unit.length]!);
  }
  return sum / truth.length;
}
