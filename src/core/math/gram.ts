/** Columns that are read together: nine sums fit the registers, and each number is read a third as many times. */
const TILE = 3;

/**
 * All products of columns with each other, J'J of a Jacobian, row-major n x n.
 * @param columns n of one length
 * @param length values of each column that count; all of them where absent
 */
export function gram(columns: readonly Float64Array[], length = columns[0]?.length ?? 0): Float64Array {
  const n = columns.length;
  const products = new Float64Array(n * n);
  const column = (i: number): Float64Array => columns[Math.min(i, n - 1)] as Float64Array;
  const sums = new Float64Array(TILE * TILE);
  for (let i = 0; i < n; i += TILE) {
    for (let j = 0; j <= i; j += TILE) {
      tile(column(i), column(i + 1), column(i + 2), column(j), column(j + 1), column(j + 2), length, sums);
      for (let k = 0; k < TILE * TILE; k++) {
        const row = i + Math.floor(k / TILE);
        const at = j + (k % TILE);
        if (row >= n || at >= n) continue;
        products[row * n + at] = sums[k] as number;
        products[at * n + row] = sums[k] as number;
      }
    }
  }
  return products;
}

function tile(
  a0: Float64Array,
  a1: Float64Array,
  a2: Float64Array,
  b0: Float64Array,
  b1: Float64Array,
  b2: Float64Array,
  length: number,
  sums: Float64Array,
): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s10 = 0,
    s11 = 0,
    s12 = 0,
    s20 = 0,
    s21 = 0,
    s22 = 0;
  for (let r = 0; r < length; r++) {
    const y0 = b0[r] as number;
    const y1 = b1[r] as number;
    const y2 = b2[r] as number;
    const x0 = a0[r] as number;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    const x1 = a1[r] as number;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    const x2 = a2[r] as number;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
  }
  sums.set([s00, s01, s02, s10, s11, s12, s20, s21, s22]);
}
