import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { LiveCell } from './live-cell.ts';

/** Shift of potassium and sodium, mM, after a second at +60 mV and then a time with the pipette. */
function shifts(exchangedMs: number): { readonly potassium: number; readonly sodium: number } {
  const cell = new LiveCell(DEFAULT_CELL.baseline());
  cell.holdIons();
  cell.clamp(60, 1000, 0.2);
  cell.exchange(exchangedMs, 50);
  return { potassium: cell.stateOf('dKi'), sodium: cell.stateOf('dNai') };
}

test('a pipette brings potassium and sodium back to what they were, and leaves them alone where it is not asked to', () => {
  const alone = shifts(0);
  const held = shifts(500);
  expect(Math.abs(alone.potassium)).toBeGreaterThan(0.005);
  expect(Math.abs(held.potassium)).toBeLessThan(0.01 * Math.abs(alone.potassium));
  expect(Math.abs(held.sodium)).toBeLessThan(0.01 * Math.abs(alone.sodium));
});
