import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { gram } from './gram.ts';

test.each([1, 2, 3, 7, 8])('products of %i columns with each other', (n) => {
  const random = createRandom(n);
  const columns = Array.from({ length: n }, () => Float64Array.from({ length: 11 }, () => random.normal()));
  const products = gram(columns);
  expect(products).toHaveLength(n * n);
  columns.forEach((a, i) =>
    columns.forEach((b, j) =>
      expect(products[i * n + j]).toBeCloseTo(
        a.reduce((sum, value, r) => sum + value * (b[r] as number), 0),
        12,
      ),
    ),
  );
});
