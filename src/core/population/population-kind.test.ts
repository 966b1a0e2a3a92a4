import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { createRandom } from '../random/random.ts';
import { checkSpread, sampleKind, type Spread } from './population-kind.ts';

const population = createRandom(3);
const many = (spread: Spread, id: string): number[] => {
  const at = DEFAULT_CELL.varied.findIndex((parameter) => parameter.id === id);
  return Array.from({ length: 400 }, (_, i) => sampleKind(population, i, spread)[at] ?? NaN);
};
const plain = { spread: 0.4, spreadOf: {} };

test('multipliers fill the prior and stay within it', () => {
  const drawn = many({ kind: 'all', ...plain }, 'ina.g_Na');
  expect(Math.min(...drawn)).toBeGreaterThan(0.6);
  expect(Math.min(...drawn)).toBeLessThan(0.62);
  expect(Math.max(...drawn)).toBeLessThan(1.4);
});

test('beating cells are members of the same population as all cells', () => {
  expect(sampleKind(population, 17, { kind: 'beating', ...plain })).toEqual(sampleKind(population, 17, { kind: 'all', ...plain }));
});

test('only conductances vary widely in the wide population', () => {
  expect(Math.max(...many({ kind: 'wide', ...plain }, 'ical.p_CaL'))).toBeGreaterThan(3);
  expect(Math.max(...many({ kind: 'wide', ...plain }, 'ical.d2'))).toBeLessThan(1.4);
});

test('a single parameter may have another spread', () => {
  const own = { kind: 'wide', spread: 0.4, spreadOf: { 'ical.p_CaL': 0 } } as const;
  expect(new Set(many(own, 'ical.p_CaL'))).toEqual(new Set([1]));
});

test.each([
  [{ kind: 'all', spread: 1.2, spreadOf: {} } as const, /from 0 to below 1, got 1.2/],
  [{ kind: 'all', spread: NaN, spreadOf: {} } as const, /got NaN/],
  [{ kind: 'all', spread: 0.4, spreadOf: { 'ina.g': 0.1 } } as const, /"ina.g": no such varied parameter/],
])('refuses %j', (spread, message) => {
  expect(() => checkSpread(spread)).toThrow(message);
});
