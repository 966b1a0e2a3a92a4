import { expect, test } from 'vitest';
import { MESSAGE_LIMITS, messageProblem } from './message-size.ts';

const segments = (count: number) => Array.from({ length: count }, () => ({ kind: 'ramp', startMv: -80, endMv: 0, durationMs: 1 }));
const protocol = { id: 'a', name: 'a', source: 'a', holdingMv: -80, segments: segments(4096) };

test('lets the largest protocol pass, twice as in a draft', () => {
  expect(messageProblem({ origin: 'own', opened: protocol, edited: protocol })).toBe(null);
  expect(messageProblem(undefined)).toBe(null);
  expect(messageProblem(null)).toBe(null);
});

const nested = (levels: number): unknown => (levels === 0 ? 1 : { deeper: nested(levels - 1) });
test.each<[string, unknown, RegExp]>([
  ['a huge list', new Array(4e9 / 2), /values/],
  ['many small lists', Array.from({ length: 300 }, () => new Array<number>(300).fill(0)), /values/],
  ['a huge text', { notes: 'x'.repeat(600_000) }, /characters/],
  ['many keys', Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`k${i}`, 0])), /values/],
  ['long keys', { ['k'.repeat(600_000)]: 0 }, /characters/],
  ['deep nesting', nested(100), /levels/],
  ['a function', { valueOf: () => 1 }, /function/],
  ['a big integer', { seed: 1n }, /bigint/],
  ['a typed array', { port: new Uint8Array(8) }, /plain object/],
  ['a map', new Map(), /plain object/],
  ['a date', { at: new Date(0) }, /plain object/],
  ['a key that reaches for prototypes', JSON.parse('{"__proto__": {"admin": true}}'), /__proto__/],
  ['a constructor', { constructor: { prototype: 1 } }, /constructor/],
])('refuses %s at once', (_what, message, problem) => {
  const start = performance.now();
  expect(messageProblem(message)).toMatch(problem);
  // Loose: an ordinary machine needs under 10 ms.
  expect(performance.now() - start).toBeLessThan(500);
});

test('a circle ends at the depth', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(messageProblem(circle)).toMatch(`${MESSAGE_LIMITS.depth} levels`);
});
