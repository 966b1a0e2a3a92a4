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

test('they are those of the finite values, wherever a value that is none stands, in sweeps of any length', () => {
  for (let length = 0; length < 8; length++)
    for (let at = -1; at < length; at++)
      for (const odd of [NaN, Infinity, -Infinity]) {
        const values = Float32Array.from({ length }, (_, i) => (i === at ? odd : ((i * 5) % 7) - 3));
        const finite = [...values].filter(Number.isFinite);
        expect(extremes([values])).toEqual({
          min: finite.length === 0 ? NaN : Math.min(...finite),
          max: finite.length === 0 ? NaN : Math.max(...finite),
          samples: length,
          notFinite: length - finite.length,
        });
      }
});
