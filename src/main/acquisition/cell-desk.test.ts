import { describe, expect, it } from 'vitest';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import { CellDesk } from './cell-desk.ts';

const membrane = (seriesResistanceMohm: number) => ({
  seriesResistanceMohm,
  membraneCapacitancePf: 50,
  membraneResistanceMohm: 800,
  holdingCurrentPa: -90,
  noisePa: 5,
});
const CLAMP: LastClamp = {
  recordingId: 3,
  slow: { currentPa: 400, errorMv: 1.2 },
  sodium: null,
  before: { seriesResistanceMohm: 14, membraneCapacitancePf: 50 },
  steps: { membrane: { seriesResistanceMohm: 15, membraneCapacitancePf: 50, steps: 4 }, noMembrane: null },
  changePercent: 25,
  breakInMohm: 12,
};

function desk(): { desk: CellDesk; words: string[]; change: () => number | null } {
  const words: string[] = [];
  const made = new CellDesk(
    () => new Date('2026-03-14T10:26:10Z'),
    (entry) => words.push(entry.words),
  );
  return { desk: made, words, change: () => made.verdicts().find(({ id }) => id === 'change')?.value ?? null };
}

describe('a cell that was open before a restart', () => {
  it('has its change of Rs counted from its own break-in', () => {
    const { desk: cell, words, change } = desk();
    // Test pulses run before the window has asked.
    cell.tested(membrane(18));
    cell.resume(CLAMP);
    cell.tested(membrane(18));
    expect(change()).toBeCloseTo(50, 9);
    expect(cell.cellNow()).toMatchObject({ stage: 'whole-cell', lastClamp: CLAMP });
    expect(words.at(-1)).toBe('Same cell as before, after recording 3: whole cell, Rs 12.0 MΩ at break-in.');
    const { breakInMohm, changePercent } = cell.recorded({ ...CLAMP, recordingId: 4 });
    expect(breakInMohm).toBe(12);
    expect(changePercent).toBeCloseTo(25, 9);
  });

  it('of before its break-in was stored has it from the change', () => {
    const { breakInMohm: _, ...older } = CLAMP;
    const { desk: cell, change } = desk();
    cell.resume(older);
    cell.tested(membrane(18));
    expect(change()).toBeCloseTo(50, 9);
    const unknown = desk();
    unknown.desk.resume({ ...older, changePercent: null });
    expect(unknown.words.at(-1)).toMatch(/Rs at break-in is not known/);
  });

  it.each([
    ['its stage was stated', (cell: CellDesk) => cell.enter('whole-cell')],
    ['there is a new one', (cell: CellDesk) => cell.begin()],
    ['it was recorded from', (cell: CellDesk) => void cell.recorded(CLAMP)],
    ['it was resumed', (cell: CellDesk) => cell.resume(CLAMP)],
  ])('is left as it is once %s in this process', (_, act) => {
    const { desk: cell } = desk();
    act(cell);
    const before = cell.cellNow();
    cell.resume({ ...CLAMP, recordingId: 9, breakInMohm: 5 });
    expect(cell.cellNow()).toEqual(before);
  });
});
