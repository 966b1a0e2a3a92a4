import { describe, expect, it } from 'vitest';
import { GATE_IDS, judgeGates, USUAL_GATES, type GateId, type Level } from './gates.ts';

const level = (id: GateId, value: number | null): Level | undefined =>
  judgeGates(USUAL_GATES, { [id]: value }).find((verdict) => verdict.id === id)?.level;

describe('the usual gates', () => {
  it('cover every measure once', () => {
    expect(USUAL_GATES.map(({ id }) => id)).toEqual([...GATE_IDS]);
  });

  // The table of issue 19, at its limits.
  it.each([
    ['seal', 1000, 'pass'],
    ['seal', 999, 'warn'],
    ['seal', 300, 'warn'],
    ['seal', 299, 'fail'],
    ['access', 25, 'pass'],
    ['access', 25.1, 'warn'],
    ['access', 40, 'warn'],
    ['access', 40.1, 'fail'],
    ['error', 5, 'pass'],
    ['error', 10, 'warn'],
    ['error', 10.1, 'fail'],
    ['change', 20, 'pass'],
    ['change', -35, 'warn'],
    ['change', 51, 'fail'],
    ['capacitance', 10, 'pass'],
    ['capacitance', 120, 'pass'],
    ['capacitance', 9, 'warn'],
    ['capacitance', 300, 'warn'],
    ['capacitance', 4.9, 'fail'],
    ['resistance', 300, 'pass'],
    ['resistance', 150, 'warn'],
    ['resistance', 149, 'fail'],
    ['holding', -200, 'pass'],
    ['holding', 500, 'warn'],
    ['holding', -501, 'fail'],
  ] as const)('%s of %d: %s', (id, value, expected) => {
    expect(level(id, value)).toBe(expected);
  });

  it.each([null, Number.NaN, Infinity])('know nothing of %s', (value) => {
    expect(level('access', value)).toBe('unknown');
  });
});
