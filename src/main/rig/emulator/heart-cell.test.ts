import { describe, expect, test } from 'vitest';
import { valuesFromMultipliers } from '../../../core/cell/cell-values.ts';
import { PACI2018 } from '../../../core/cell/paci2018/index.ts';
import { LiveCell } from '../../../core/simulate/live-cell.ts';
import { EMULATED_CELLS } from './heart-cells.ts';
import { drawHeartCell } from './kernik-cell.ts';

test('a simulated rig may hold a cell of either model, or a passive one', () => {
  expect(EMULATED_CELLS).toEqual(['kernik', 'paci', 'passive']);
});

describe('a Paci cell on the simulated rig', () => {
  const { cell, truth } = drawHeartCell(2, PACI2018);

  test('is determined by its seed', () => {
    expect(drawHeartCell(2, PACI2018).truth).toEqual(truth);
    expect(truth.multipliers).toHaveLength(PACI2018.varied.length);
  });

  test('carries the current that the same cell of the engine does', () => {
    const values = valuesFromMultipliers(truth.multipliers, PACI2018);
    values[PACI2018.index('leak.g')] = truth.sealLeakNs / truth.membraneCapacitancePf;
    const engine = new LiveCell(values, [], PACI2018);
    // The cell had run for twelve seconds when the operator found it beating.
    engine.free(8000);
    for (let ms = 0; ms < 4000; ms++) engine.free(1);
    const rsCmMs = truth.seriesResistanceMohm * truth.membraneCapacitancePf * 1e-3;
    for (const commandMv of [-80, 0, 20, -100]) {
      const expected = engine.clamp(commandMv, 5, rsCmMs) * truth.membraneCapacitancePf;
      expect(cell.clamp(commandMv, 5).currentPa).toBeCloseTo(expected, 6);
    }
  });
});
