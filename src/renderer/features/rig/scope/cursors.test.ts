import { describe, expect, it } from 'vitest';
import { cursorNear, movedCursor, otherCursor, placedCursor, readCursors, usualCursors } from './cursors.ts';

const SWEEP = { beforeMs: 25, sweepMs: 50 };

describe('the cursors of the scope', () => {
  it('begin where their difference is that of the steady current, over the sweeps on screen', () => {
    const timeMs = Array.from({ length: 100 }, (_, i) => (i + 0.5) / 2);
    // Smallest and largest in turns, 2 pA to either side.
    const sweep = (level: number) => timeMs.map((ms, i) => (ms < 25 ? level : level - 10) + (i % 2 === 0 ? -2 : 2));
    const empty = timeMs.map(() => null);
    const reading = readCursors([timeMs, empty, sweep(-84), sweep(-80)], usualCursors(SWEEP));
    expect(reading.currentPa[0]).toBeCloseTo(-82, 9);
    expect(reading.differencePa).toBeCloseTo(-10, 9);
    expect(reading.differenceMs).toBeCloseTo(25, 9);
    expect(readCursors([[]], usualCursors(SWEEP)).differencePa).toBeNull();
  });

  it('are moved one at a time and stay within the sweep', () => {
    const first = usualCursors(SWEEP);
    expect(movedCursor(first, -2.5, 50).atMs).toEqual([20, 47.5]);
    expect(movedCursor(otherCursor(first), 20, 50)).toEqual({ atMs: [22.5, 50], active: 1 });
    expect(placedCursor(first, 1, -3, 50)).toEqual({ atMs: [22.5, 0], active: 1 });
  });

  it('are taken by a pointer near them', () => {
    const cursors = usualCursors(SWEEP);
    expect([cursorNear(cursors, 23, 1), cursorNear(cursors, 47, 1), cursorNear(cursors, 35, 1)]).toEqual([0, 1, null]);
  });
});
