/**
 * Monomial coefficients of the polynomial through f at the Chebyshev nodes of [low, high]: within a small factor of the
 * best polynomial of that degree.
 */
export function chebyshevPolynomial(f: (x: number) => number, low: number, high: number, degree: number): number[] {
  const n = degree + 1;
  const nodes = Array.from({ length: n }, (_, i) => (low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (i + 0.5)) / n));
  // Newton's divided differences, then expanded.
  const table = nodes.map(f);
  for (let level = 1; level < n; level++) {
    for (let i = n - 1; i >= level; i--) table[i] = (at(table, i) - at(table, i - 1)) / (at(nodes, i) - at(nodes, i - level));
  }
  let coefficients = [at(table, n - 1)];
  for (let i = n - 2; i >= 0; i--) {
    const shifted = [0, ...coefficients];
    coefficients.forEach((c, k) => (shifted[k] = at(shifted, k) - c * at(nodes, i)));
    shifted[0] = at(shifted, 0) + at(table, i);
    coefficients = shifted;
  }
  return coefficients;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`No element ${index} among ${values.length}.`);
  return value;
}
