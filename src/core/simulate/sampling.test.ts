import { expect, test } from 'vitest';
import { applyRows, applyRowsToLanes, resample } from './sampling.ts';

test('resampling is exact for a cubic, beyond the outer samples too', () => {
  const cubic = (t: number): number => 1 - 2 * t + 0.5 * t ** 2 - 0.25 * t ** 3;
  const at = Float64Array.from([0.1, 0.4, 0.5, 1.2, 2, 2.1, 3, NaN]);
  const times = Float64Array.from([0, 0.1, 0.45, 1.9, 2.05, 3.2]);
  const made = new Float64Array(times.length);
  resample(at, at.map(cubic), 7, times, made);
  times.forEach((time, i) => {
    expect(made[i]).toBeCloseTo(cubic(time), 10);
  });
});

test('a single sample stands for every time', () => {
  const made = new Float64Array(2);
  resample(Float64Array.from([1, 0]), Float64Array.from([7, 0]), 1, Float64Array.from([0, 5]), made);
  expect([...made]).toEqual([7, 7]);
});

test('rows on four lanes at once are those on each', () => {
  const rows = {
    rows: 3,
    start: Int32Array.from([0, 2, 2, 5]),
    first: Int32Array.from([1, 0, 2]),
    weight: Float64Array.from([0.5, -2, 3, 0.25, 1]),
  };
  const current = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i));
  const into = [new Float64Array(3), new Float32Array(3), new Float64Array(3)];
  applyRowsToLanes(rows, current, into);
  into.forEach((target, lane) => {
    const one = target.slice();
    applyRows(rows, current, 4, lane, one);
    expect(target).toEqual(one);
  });
});
