/** Affine maps between raw and standardised features and targets; stored with the network. */
export interface Standardisation {
  readonly featureMean: Float32Array;
  readonly featureSd: Float32Array;
  readonly targetMean: Float32Array;
  readonly targetSd: Float32Array;
  /** Standardised features are kept within +-clip: values beyond were not trained on and would be extrapolated. */
  readonly featureClip: number;
}

export const DEFAULT_FEATURE_CLIP = 10;

/** Smallest spread used: a constant feature of the population then has no effect instead of a division by zero. */
export const LEAST_SD = 1e-6;

/**
 * Measures means and standard deviations over the columns of sample rows.
 * @param x rows x F, @param y rows x P
 * @throws Error when there are fewer than 2 rows, lengths do not fit or a value is not finite
 */
export function measureStandardisation(
  x: Float32Array,
  y: Float32Array,
  rows: number,
  featureClip: number = DEFAULT_FEATURE_CLIP,
): Standardisation {
  const feature = columnMoments(x, rows, 'feature');
  const target = columnMoments(y, rows, 'target');
  return { featureMean: feature.mean, featureSd: feature.sd, targetMean: target.mean, targetSd: target.sd, featureClip };
}

export function standardiseFeatures(s: Standardisation, x: Float32Array, rows: number): Float32Array {
  const out = affine(x, rows, s.featureMean, s.featureSd);
  for (let i = 0; i < out.length; i++) out[i] = Math.min(s.featureClip, Math.max(-s.featureClip, out[i]!));
  return out;
}

export function standardiseTargets(s: Standardisation, y: Float32Array, rows: number): Float32Array {
  return affine(y, rows, s.targetMean, s.targetSd);
}

function affine(values: Float32Array, rows: number, mean: Float32Array, sd: Float32Array): Float32Array {
  const columns = mean.length;
  if (values.length !== rows * columns) {
    throw new Error(
      `Expected ${rows} rows of ${columns} values, got ${values.length} values in all. The data do not belong to this network.`,
    );
  }
  const inverse = Float32Array.from(sd, (v) => 1 / v);
  const out = new Float32Array(values.length);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) out[i] = (values[i]! - mean[c]!) * inverse[c]!;
  }
  return out;
}

function columnMoments(values: Float32Array, rows: number, what: string): { mean: Float32Array; sd: Float32Array } {
  const columns = values.length / rows;
  if (rows < 2 || !Number.isInteger(columns) || columns < 1) {
    throw new Error(`Standardisation needs at least 2 rows of equal length, got ${values.length} ${what} values in ${rows} rows.`);
  }
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) mean[c]! += values[i]! / rows;
  }
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) square[c]! += (values[i]! - mean[c]!) ** 2 / rows;
  }
  const bad = mean.findIndex((m, c) => !Number.isFinite(m) || !Number.isFinite(square[c]!));
  if (bad >= 0) throw new Error(`Column ${bad} of the ${what}s holds a value that is not finite. Check the population that was generated.`);
  return { mean: Float32Array.from(mean), sd: Float32Array.from(square, (v) => Math.max(LEAST_SD, Math.sqrt(v))) };
}
