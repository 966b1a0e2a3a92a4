import { describe, expect, test } from 'vitest';
import { KERNIK2019 } from './kernik2019/index.ts';
import { DEFAULT_CELL } from './models.ts';
import { derivative } from './derivative.ts';
import { Graph } from './expression.ts';
import { valuesFromMultipliers, valuesFromParams } from './cell-values.ts';
import { membraneStep } from './steps.ts';
import { compileScalar } from '../simulate/scalar-engine.ts';

describe('expression graph', () => {
  test('equal expressions are one node, whatever the order of a sum', () => {
    const g = new Graph();
    const v = g.input('voltage', 'v');
    const p = g.input('parameter', 'ina.g_Na');
    expect(v.plus(p)).toBe(p.plus(v));
    expect(g.exp(v.over(2))).toBe(g.exp(v.times(0.5)));
  });

  test('constants fold and neutral elements vanish', () => {
    const g = new Graph();
    const v = g.input('voltage', 'v');
    expect(v.plus(0)).toBe(v);
    expect(v.times(1)).toBe(v);
    expect(g.exp(0).value).toBe(1);
  });

  test('a constant that is not finite is refused', () => {
    expect(() => new Graph().constant(NaN)).toThrow(/finite/);
  });

  test('derivatives agree with finite differences', () => {
    const g = new Graph();
    const v = g.input('voltage', 'v');
    const f = g
      .exp(v.over(10))
      .over(g.sqrt(v.squared().plus(3)))
      .plus(g.log(v.plus(200)).times(v));
    const slope = derivative(f, v, new Set());
    const engine = compileScalar({ model: DEFAULT_CELL, graph: g, next: {}, outputs: { f, slope }, order: [] }, ['f', 'slope']);
    const at = (x: number): Float64Array => {
      const out = new Float64Array(2);
      engine.step(new Float64Array(), new Float64Array(), x, 1, [], out);
      return out;
    };
    for (const x of [-80, -12.5, 3, 40]) {
      const numeric = ((at(x + 1e-4)[0] ?? NaN) - (at(x - 1e-4)[0] ?? NaN)) / 2e-4;
      expect(at(x)[1]).toBeCloseTo(numeric, 5);
    }
  });
});

describe('cell values', () => {
  test('absent ids are 1', () => {
    const values = valuesFromParams({ multipliers: { 'ina.g_Na': 0.9 } });
    const index = DEFAULT_CELL.varied.findIndex((p) => p.id === 'ina.g_Na');
    const expected = DEFAULT_CELL.baseline();
    expected[index] = (expected[index] ?? NaN) * 0.9;
    expect(values).toEqual(expected);
  });

  test('the temperature is that of the cell, 37 degC where none is given', () => {
    const at = KERNIK2019.index('env.temperatureC');
    expect(valuesFromParams({ multipliers: {} })[at]).toBe(37);
    expect(valuesFromParams({ multipliers: {}, temperatureC: 25 })[at]).toBe(25);
  });

  test.each([
    [{ multipliers: {}, temperatureC: '25' }, /Temperature of a cell: expected degrees/],
    [{ multipliers: { 'ina.g_Nope': 1 } }, /Unknown parameter id "ina.g_Nope"/],
    [{ multipliers: { 'ina.g_Na': NaN } }, /ina.g_Na.*finite/],
    [{ multipliers: { 'ina.g_Na': -1 } }, /above 0/],
    [{}, /"multipliers" is missing/],
    [{ multipliers: [1] }, /"multipliers" is missing/],
  ])('refuses %j', (params, message) => {
    expect(() => valuesFromParams(params)).toThrow(message);
  });

  test('52 multipliers are needed', () => {
    expect(() => valuesFromMultipliers([1, 2])).toThrow(/52/);
  });
});

test('terms of the parameters alone are computed once per cell', () => {
  const engine = compileScalar(membraneStep(DEFAULT_CELL), ['dvdt']);
  expect(engine.prepare(DEFAULT_CELL.baseline()).length).toBeGreaterThan(40);
});
