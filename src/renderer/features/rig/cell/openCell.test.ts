// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { keepOpenCell, keptOpenCell, sessionOf } from './openCell.ts';

const cell = { sessionKey: 'a.twinclamp', cellName: 'dish 2 cell 1', device: 'SIM-000001', runs: 2 };
beforeEach(() => localStorage.clear());

describe('the open cell', () => {
  it('is there after the window was lost, until another begins', () => {
    keepOpenCell(cell);
    expect(keptOpenCell()).toEqual(cell);
    keepOpenCell(null);
    expect(keptOpenCell()).toBeNull();
  });

  it.each(['{', '1', '{"sessionKey":1}'])('is none where what is kept is not one: %s', (text) => {
    localStorage.setItem('rig-open-cell', text);
    expect(keptOpenCell()).toBeNull();
  });

  it('takes recordings of its name and its device only', () => {
    expect(sessionOf(cell, 'dish 2 cell 1', 'SIM-000001')).toBe('a.twinclamp');
    expect(sessionOf(cell, 'dish 2 cell 1', 'RL-7')).toBeNull();
    expect(sessionOf(cell, 'dish 2 cell 2', 'SIM-000001')).toBeNull();
    expect(sessionOf(null, 'dish 2 cell 1', 'SIM-000001')).toBeNull();
  });
});
