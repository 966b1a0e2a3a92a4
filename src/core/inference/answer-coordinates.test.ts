import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { logNormal, normal } from './coordinate.ts';
import type { FitParameter } from './levenberg-marquardt.ts';
import { startPoints } from './start-points.ts';
import { answerCoordinates, type LivingAnswer } from './answer-coordinates.ts';

const parameter = (id: string, coordinate: FitParameter['coordinate']): FitParameter => ({ id, coordinate, step: 0.01, longestMove: 1 });
const parameters = [
  parameter('storeMm', normal(0, 0.05)),
  parameter('ina.g_Na', logNormal(1, 0.8)),
  parameter('offsetMv', normal(-8, 5)),
  parameter('ik1.g_K1', logNormal(1, 0.8)),
];
const answer: LivingAnswer = {
  outputs: [
    { id: 'ina.g_Na', outputId: 'log.ina.g_Na', logarithm: true },
    { id: 'ik1.g_K1', outputId: 'log.ik1.g_K1', logarithm: true },
    { id: 'offsetMv', outputId: 'offsetMv', logarithm: false },
  ],
  mean: [0.8, -1.6, -18],
  sd: [0.2, 2, 1],
  correlation: Float64Array.of(1, 0.5, -0.3, 0.5, 1, 0, -0.3, 0, 1),
};
const answered = answerCoordinates(parameters, answer);

test('outputs come as coordinates of the parameter of their name, by its prior', () => {
  expect(Array.from(answered.z, (z) => Number(z.toFixed(9)))).toEqual([0, 1, -2, -2]);
  expect(answered.sd[1]).toBeCloseTo(0.25, 9);
  expect(answered.sd[2]).toBeCloseTo(0.2, 9);
});

test('no less is known than the prior does, and nothing of what the network does not answer', () => {
  expect(answered.sd[3]).toBe(1);
  expect(answered.sd[0]).toBe(0);
  expect(Array.from(answered.correlation?.subarray(0, 4) ?? [])).toEqual([1, 0, 0, 0]);
});

test('errors go together as the network says', () => {
  expect(answered.correlation?.[1 * 4 + 3]).toBe(0.5);
  expect(answered.correlation?.[2 * 4 + 1]).toBe(-0.3);
  expect(answered.correlation?.[3 * 4 + 2]).toBe(0);
});

test('starts are the answer, then draws of it', () => {
  const guess = { mean: [], sd: [], nuisance: {}, coordinates: answered };
  const starts = startPoints(parameters, guess, createRandom(1));
  const next = (): Float64Array => starts.next().value as Float64Array;
  expect(next()).toEqual(answered.z);
  const draws = Array.from({ length: 2000 }, next);
  const of = (i: number): number[] => draws.map((draw) => ((draw[i] as number) - (answered.z[i] as number)) / (answered.sd[i] as number));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [sodium, offset] = [of(1), of(2)];
  expect(Math.abs(mean(sodium))).toBeLessThan(0.1);
  expect(mean(sodium.map((value) => value ** 2))).toBeCloseTo(1, 0);
  expect(mean(sodium.map((value, k) => value * (offset[k] as number)))).toBeCloseTo(-0.3, 1);
});
