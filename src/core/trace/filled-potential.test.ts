import { expect, test } from 'vitest';
import { filledPotential } from './filled-potential.ts';

const recording = (...mv: number[]) => ({ name: 'ap.csv', crc32: 0, sampleRateHz: 1000, voltageMv: Float32Array.from(mv) });

test('lost samples lie on a line between their neighbours, and at an end stay level', () => {
  expect(Array.from(filledPotential(recording(NaN, 1, 2, 3, NaN, NaN, 6, 7, 8, 9, 10, 11, 12, 13, 14)))).toEqual([
    1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  ]);
});

test('a recording of which much is lost is refused', () => {
  expect(() => filledPotential(recording(1, NaN, NaN, 4))).toThrow(/2 of 4 samples .* a fifth/);
});
