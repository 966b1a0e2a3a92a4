import { describe, expect, it } from 'vitest';
import { currentProblems } from './signal-checks.ts';

const N = 5000;
/** Steps of a cell, pA, with noise. */
const current = Float32Array.from({ length: N }, (_, i) => (i % 1000 < 500 ? -100 : 900) + (((i * 7919) % 101) - 50) / 5);
const notesOf = (values: Float32Array, spanMv = 140, density = false): string =>
  currentProblems('Im', [values], spanMv, density).notes.join(' ');

describe('a current', () => {
  it('of a cell is not remarked on', () => {
    expect(notesOf(current)).toBe('');
    expect(
      notesOf(
        current.map((pa) => pa / 50),
        140,
        true,
      ),
    ).toBe('');
  });

  it('that is too small for any membrane is said to be', () => {
    // A thousandth of a large current passes two pA.
    expect(notesOf(current.map((pa) => pa / 300))).toMatch(/spans 3\.\d+ pA while the command spans 140 mV.*thousand times too small/);
    expect(
      notesOf(
        current.map((pa) => pa / 50_000),
        140,
        true,
      ),
    ).toMatch(/thousand times too small/);
  });

  it('that was cut off at the limit of the amplifier is said to be', () => {
    expect(notesOf(current.map((pa) => Math.min(400, pa)))).toMatch(/stays at its highest value, 400 pA, in 50 % of its samples/);
    expect(notesOf(current.map((pa) => Math.max(0, pa)))).toMatch(/lowest value, 0 pA/);
  });

  it('without noise is not: it stands still at every level', () => {
    expect(notesOf(Float32Array.from({ length: N }, (_, i) => 100 * Math.floor((i % 1000) / 100)))).toBe('');
  });
});
