import { describe, expect, it } from 'vitest';
import { TELEGRAPH_TABLES, type TelegraphTable } from './telegraph-table.ts';
import { filterMismatch, knobMismatch, readTelegraph, telegraphedScale } from './telegraph.ts';

const table = (id: string): TelegraphTable => TELEGRAPH_TABLES.find((known) => known.id === id)!;
const NONE = { gainV: null, filterV: null, capacitanceV: null, modeV: null };

describe('telegraph voltages', () => {
  it('of an Axopatch 200B are gain, filter, capacitance and mode', () => {
    const read = readTelegraph(table('axopatch-200b'), { gainV: 2.48, filterV: 6.1, capacitanceV: 4.2, modeV: 6.05 });
    expect(read).toEqual({ gainMvPa: 1, filterHz: 5000, capacitancePf: 42, mode: 'VC' });
    // 0.5 V a step from 0.05 to 500 mV/pA.
    expect(readTelegraph(table('axopatch-200b'), { ...NONE, gainV: 6.5 }).gainMvPa).toBe(500);
    expect(readTelegraph(table('axopatch-200b'), { ...NONE, modeV: 3 }).mode).toBe('I0');
    expect(readTelegraph(table('axopatch-200b'), { ...NONE, capacitanceV: -3 }).capacitancePf).toBeNull();
    expect(readTelegraph(table('axopatch-200b'), NONE)).toEqual({ gainMvPa: null, filterHz: null, capacitancePf: null, mode: null });
  });

  it('of other amplifiers follow their tables, negative ones too', () => {
    expect(readTelegraph(table('axopatch-1d'), { ...NONE, gainV: 1.6 }).gainMvPa).toBe(5);
    expect(readTelegraph(table('axopatch-1d'), { ...NONE, gainV: -0.4 }).gainMvPa).toBe(50);
    expect(readTelegraph(table('rk-400'), { ...NONE, gainV: 4 }).gainMvPa).toBe(100);
    expect(readTelegraph(table('wpc-100'), { ...NONE, gainV: 2 }).gainMvPa).toBe(0.5);
  });

  it('between two steps or beyond them are refused', () => {
    for (const gainV of [2.75, 0, 7, -2.5, Number.NaN])
      expect(() => readTelegraph(table('axopatch-200b'), { ...NONE, gainV })).toThrow(
        /^Axopatch 200B: its gain telegraph: expected 0.5 to 6.5 V/,
      );
  });

  it('no table has a gain twice, and gains grow with the voltage', () => {
    for (const { gain } of TELEGRAPH_TABLES) {
      expect(new Set(gain.values).size).toBe(gain.values.length);
      expect([...gain.values].sort((a, b) => (a ?? NaN) - (b ?? NaN))).toEqual(gain.values);
    }
  });
});

describe('knobs', () => {
  const knobs = { gainMvPa: 1, filterHz: null, capacitancePf: null, mode: null };
  it('that agree with the recording, or are not known, say nothing', () => {
    expect(knobMismatch('X', knobs, { gainMvPa: 1.002, mode: 'VC' })).toBeNull();
    expect(knobMismatch('X', { ...knobs, gainMvPa: null }, { gainMvPa: 1, mode: 'VC' })).toBeNull();
  });

  it('that differ are loud: gain with the factor of the error, and mode', () => {
    expect(knobMismatch('X', { ...knobs, gainMvPa: 5 }, { gainMvPa: 1, mode: 'VC' })).toMatch(
      /the knob of the X is at 5: currents would read 5 times/,
    );
    const track = readTelegraph(table('axopatch-200b'), { ...NONE, modeV: 4 });
    expect(knobMismatch('X', track, { gainMvPa: 1, mode: 'VC' })).toMatch(/is at track/);
    expect(() => readTelegraph(table('axopatch-200b'), { ...NONE, modeV: 5 })).toThrow(/its mode telegraph/);
    expect(knobMismatch('X', { ...knobs, mode: 'CC' }, { gainMvPa: 1, mode: 'VC' })).toBe(
      'Expected mode VC, the switch of the X is at CC. Turn it to VC.',
    );
  });

  it('of a filter that the recording does not state are told', () => {
    expect(filterMismatch('X', { ...knobs, filterHz: 5000 }, 5000)).toBeNull();
    expect(filterMismatch('X', knobs, 5000)).toBeNull();
    expect(filterMismatch('X', { ...knobs, filterHz: 2000 }, 5000)).toMatch(/^Expected a filter of 5 kHz, the knob of the X is at 2 kHz\./);
  });

  it('scale the counts of the input', () => {
    // 10 V over 32768 counts at 0.5 mV/pA: 20 nA.
    expect(32_768 * telegraphedScale(10_000 / 32_768, 0.5)).toBeCloseTo(20_000, 6);
  });
});
