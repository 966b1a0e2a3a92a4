import { describe, expect, it } from 'vitest';
import {
  boolean,
  checked,
  choice,
  dictionary,
  integerFrom,
  interval,
  list,
  nullable,
  number,
  optional,
  record,
  text,
  union,
} from './index.ts';

const thing = record({
  name: text,
  kind: choice('a', 'b'),
  pairs: list(interval, 2),
  shape: union('kind', { dot: record({ kind: choice('dot') }), line: record({ kind: choice('line'), length: number }) }),
  scales: dictionary(number),
  note: nullable(text),
  seen: optional(boolean),
});
const good = { name: 'x', kind: 'a', pairs: [[1, 2]], shape: { kind: 'line', length: 3 }, scales: { Ito: 1 }, note: null };

describe('a schema', () => {
  it('returns what it describes with the keys in declared order, absent fields left out', () => {
    const shuffled = Object.fromEntries(Object.entries({ ...good, seen: undefined }).reverse());
    expect(JSON.stringify(checked(thing, shuffled, 'thing'))).toBe(JSON.stringify(good));
  });

  it.each([
    [
      {
        ...good,
        pairs: [
          [1, 2],
          [3, 'x'],
        ],
      },
      'thing.pairs[1]: expected a finite number, got "x".',
    ],
    [{ ...good, pairs: [[2, 1]] }, 'thing.pairs[0]: expected the lower end first, got 2 and 1.'],
    [
      {
        ...good,
        pairs: [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
      },
      'thing.pairs: expected at most 2 entries, got 3.',
    ],
    [{ ...good, shape: { kind: 'toString' } }, 'thing.shape.kind: expected "dot" or "line", got "toString".'],
    [{ ...good, shape: { kind: 'line', length: NaN } }, 'thing.shape.length: expected a finite number, got NaN.'],
    [{ ...good, scales: { Ito: null } }, 'thing.scales.Ito: expected a finite number, got null.'],
    [{ ...good, seen: 'no' }, 'thing.seen: expected true or false, got "no".'],
    [{ ...good, nmae: 'x' }, 'thing: expected only the fields name, kind, pairs, shape, scales, note, seen, got the unknown field "nmae".'],
    [[], 'thing: expected an object, got a list of 0.'],
  ])('says in one sentence where, what was expected and what came (%#)', (value, message) => {
    expect(() => checked(thing, value, 'thing')).toThrow(new Error(message));
  });

  it('takes nothing from prototypes', () => {
    expect(() => checked(record({ toString: text }), {}, 'it')).toThrow(/expected text, got nothing/);
    expect(() => checked(record({ name: text }), { name: 'x', constructor: 1 }, 'it')).toThrow(/unknown field "constructor"/);
  });

  it('counts in whole numbers', () => {
    expect(integerFrom(1).check(3)).toBe(3);
    for (const value of [0, 1.5, Infinity, '1']) expect(() => integerFrom(1).check(value)).toThrow(/a whole number of at least 1/);
  });
});
