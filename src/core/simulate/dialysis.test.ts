import { describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { LiveCell } from './live-cell.ts';

/** Shift of potassium and sodium, mM, after a second at +60 mV. */
function shifts(dialysisMs: number | null): { readonly potassium: number; readonly sodium: number } {
  const cell = new LiveCell(DEFAULT_CELL.baseline());
  if (dialysisMs !== null) cell.dialyse(dialysisMs);
  cell.clamp(60, 1000, 0.2);
  return { potassium: cell.stateOf('dKi'), sodium: cell.stateOf('dNai') };
}

describe('a cell whose ions a pipette holds', () => {
  it('keeps its potassium and sodium at a potential that shifts them', () => {
    const alone = shifts(null);
    // One step of 1000 ms: the exchange is applied after it, so that almost nothing is left.
    const held = shifts(50);
    expect(Math.abs(alone.potassium)).toBeGreaterThan(0.005);
    expect(Math.abs(held.potassium)).toBeLessThan(0.01 * Math.abs(alone.potassium));
    expect(Math.abs(held.sodium)).toBeLessThan(0.01 * Math.abs(alone.sodium));
  });
});
