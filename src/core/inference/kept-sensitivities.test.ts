import { expect, test } from 'vitest';
import { normal } from './coordinate.ts';
import { KeptSensitivities } from './kept-sensitivities.ts';

const parameters = ['a', 'b'].map((id) => ({ id, coordinate: normal(0, 1), step: 1e-4, longestMove: 1 }));
const simulate = (thetas: readonly Float64Array[]): Float64Array[] => thetas.map(([a = NaN, b = NaN]) => Float64Array.of(a * a + b));

test('sensitivities are measured once in a few moves, and foretell the last move between', () => {
  let batches = 0;
  const kept = new KeptSensitivities(
    parameters,
    (thetas) => {
      batches++;
      return simulate(thetas);
    },
    2,
  );
  const at = (...theta: number[]): number[] => {
    const point = Float64Array.from(theta);
    return kept.at(point, simulate([point])[0] ?? new Float64Array(0)).map((column) => column[0] ?? NaN);
  };
  expect(at(1, 0)[0]).toBeCloseTo(2, 3);
  expect(batches).toBe(1);
  // From 1 to 2 the value rose by 3.
  expect(at(2, 0)[0]).toBeCloseTo(3, 3);
  expect(batches).toBe(1);
  at(2.5, 0);
  expect(at(3, 0)[0]).toBeCloseTo(6, 3);
  expect(batches).toBe(2);
  // The same point again: nothing to measure anew.
  expect(at(3, 0)[0]).toBeCloseTo(6, 3);
  expect(batches).toBe(2);
});
