import { expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { instantaneousCurrent } from './instantaneous-current.ts';

it('IK1 rectifies about the potassium potential, and follows its conductance', () => {
  const values = DEFAULT_CELL.baseline();
  const ik1 = instantaneousCurrent(values, 'IK1', DEFAULT_CELL);
  expect(ik1(-120)).toBeLessThan(-3);
  expect(ik1(-60)).toBeGreaterThan(0.1);
  expect(ik1(40)).toBeLessThan(0.01);
  const place = DEFAULT_CELL.find('ik1.g_K1') ?? -1;
  values[place] = 2 * (values[place] ?? 0);
  expect(instantaneousCurrent(values, 'IK1', DEFAULT_CELL)(-120)).toBeCloseTo(2 * ik1(-120), 6);
  expect(() => instantaneousCurrent(values, 'IX', DEFAULT_CELL)).toThrow(/Unknown output/);
});
