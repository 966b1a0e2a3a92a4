import { describe, expect, it } from 'vitest';
import { CellWatch } from './cell-watch.ts';

const membrane = (rs: number) => ({
  seriesResistanceMohm: rs,
  membraneCapacitancePf: 50,
  membraneResistanceMohm: 800,
  holdingCurrentPa: -90,
});

describe('CellWatch', () => {
  it('keeps the seal of before break-in, and compares the access with that at break-in', () => {
    const cell = new CellWatch();
    cell.enter('bath');
    cell.resistance(3.1);
    cell.enter('seal');
    cell.resistance(40);
    cell.resistance(1800);
    cell.membrane(membrane(5), -80);
    expect(cell.measures()).toMatchObject({ seal: 1800, access: null, change: null });
    cell.enter('whole-cell');
    cell.resistance(812);
    cell.membrane(membrane(12), -80);
    cell.membrane(membrane(15), -80);
    expect(cell.pipette).toBe(3.1);
    expect(cell.measures()).toMatchObject({ seal: 1800, access: 15, capacitance: 50, resistance: 800, holding: -90 });
    expect(cell.measures().change).toBeCloseTo(25, 9);
  });

  it('judges the holding current at -80 mV only', () => {
    const cell = new CellWatch();
    cell.membrane(membrane(12), -60);
    expect(cell.measures().holding).toBeNull();
  });

  it('judges the clamp error of slow currents of the last recording, never that of INa', () => {
    const cell = new CellWatch();
    cell.recorded({ slow: { currentPa: 2000, errorMv: 8 }, sodium: { currentPa: -9000, errorMv: 36 } }, null);
    expect(cell.measures().error).toBe(8);
  });

  it('takes Rs and Cm by the steps of a recording until the next test', () => {
    const cell = new CellWatch();
    const errors = { slow: { currentPa: 100, errorMv: 1 }, sodium: null };
    cell.enter('whole-cell');
    cell.membrane(membrane(12), -80);
    cell.recorded(errors, { seriesResistanceMohm: 18, membraneCapacitancePf: 48, steps: 3 });
    expect(cell.measures()).toMatchObject({ access: 18, capacitance: 48, resistance: 800 });
    expect(cell.measures().change).toBeCloseTo(50, 9);
    cell.recorded(errors, null);
    expect(cell.measures().access).toBe(18);
    cell.membrane(membrane(17), -80);
    expect(cell.measures()).toMatchObject({ access: 17, capacitance: 50 });
  });

  it('counts a cell of before a restart from its own break-in, also when whole cell is stated again', () => {
    const cell = new CellWatch();
    cell.membrane(membrane(18), -80);
    cell.resume({ breakInMohm: 12, errorMv: 4 });
    expect(cell.stage).toBe('whole-cell');
    expect(cell.measures()).toMatchObject({ access: null, change: null, error: 4 });
    cell.membrane(membrane(18), -80);
    cell.enter('whole-cell');
    expect(cell.measures().change).toBeCloseTo(50, 9);
    // Another patch on the way.
    cell.enter('seal');
    cell.enter('whole-cell');
    cell.membrane(membrane(20), -80);
    expect(cell.measures().change).toBe(0);
    const unknown = new CellWatch();
    unknown.resume({ breakInMohm: null, errorMv: 4 });
    unknown.membrane(membrane(18), -80);
    expect(unknown.breakIn).toBe(18);
  });

  it('begins anew with another cell', () => {
    const cell = new CellWatch();
    cell.enter('seal');
    cell.resistance(2000);
    cell.enter('whole-cell');
    cell.membrane(membrane(12), -80);
    cell.begin();
    expect(cell.stage).toBeNull();
    expect(Object.values(cell.measures()).every((value) => value === null)).toBe(true);
  });
});
