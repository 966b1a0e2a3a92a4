import { expect, test } from 'vitest';
import { extremes } from './extremes.ts';

test('extremes of finite values over all sweeps; what is no finite number is counted', () => {
  expect(extremes([Float32Array.of(NaN, 2, -1), Float32Array.of(Infinity, 5, -Infinity, NaN)])).toEqual({
    min: -1,
    max: 5,
    samples: 7,
    notFinite: 4,
  });
  expect(extremes([Float32Array.of(7)])).toEqual({ min: 7, max: 7, samples: 1, notFinite: 0 });
  expect(extremes([Float32Array.of(NaN)])).toEqual({ min: NaN, max: NaN, samples: 1, notFinite: 1 });
});
