/** Standard normal density. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Standard normal distribution function, absolute error below 1e-7 (Abramowitz & Stegun 26.2.17). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = normalDensity(x) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

/** Inverse of normalCdf for shares in (0, 1): Newton steps from the logistic curve that resembles it. */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new Error(`Quantile of the normal distribution: expected a share between 0 and 1, got ${share}.`);
  let x = Math.log(share / (1 - share)) / 1.702;
  for (let i = 0; i < 30; i++) {
    const move = (normalCdf(x) - share) / Math.max(normalDensity(x), 1e-12);
    x -= Math.min(1, Math.max(-1, move));
    if (Math.abs(move) < 1e-10) break;
  }
  return x;
}
