import { expect, test } from 'vitest';
import { normalQuantile } from './normal-distribution.ts';
import { studentCdf, studentQuantile } from './student-distribution.ts';

// Tables of the t distribution, e.g. Abramowitz & Stegun, table 26.10.
test.each([
  [0.975, 1, 12.7062],
  [0.975, 2, 4.30265],
  [0.95, 5, 2.01505],
  [0.995, 5, 4.03214],
  [0.975, 10, 2.22814],
  [0.995, 30, 2.74999],
])('the quantile of %f with %f degrees of freedom is that of the tables', (share, freedom, value) => {
  expect(studentQuantile(share, freedom)).toBeCloseTo(value, 3);
  expect(studentQuantile(1 - share, freedom)).toBeCloseTo(-value, 3);
});

test('any number of degrees of freedom, also no whole one, lies between its neighbours; many are normal', () => {
  const between = studentQuantile(0.975, 5.5);
  expect(between).toBeLessThan(studentQuantile(0.975, 5));
  expect(between).toBeGreaterThan(studentQuantile(0.975, 6));
  expect(studentQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 4);
  expect(studentCdf(studentQuantile(0.99, 3.7), 3.7)).toBeCloseTo(0.99, 8);
});

test.each([
  [0, 5],
  [1, 5],
  [0.5, 0],
  [NaN, 5],
])('a share of %f and %f degrees of freedom is refused', (share, freedom) => {
  expect(() => studentQuantile(share, freedom)).toThrow(/expected a share between 0 and 1 and/);
});
