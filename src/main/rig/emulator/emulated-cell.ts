import { cellModelNamed } from '../../../core/cell/models.ts';
import type { EmulatedCell } from './cell.ts';
import { drawHeartCell } from './kernik-cell.ts';
import { createPassiveCell, type PassiveCellParameters } from './passive-cell.ts';

/** The passive cell: 20 MOhm, 60 pF, 1 GOhm. */
const MODEL_CELL: PassiveCellParameters = {
  seriesResistanceMohm: 20,
  membraneCapacitancePf: 60,
  membraneResistanceMohm: 1000,
  restingMv: 0,
};

/**
 * The cell of a name, see EMULATED_CELLS.
 * @param model what of the passive cell is not as usual
 * @throws Error for an unknown model, or where no candidate of the seed beats
 */
export function emulatedCell(name: string, seed: number, model: Partial<PassiveCellParameters> = {}): EmulatedCell {
  return name === 'passive' ? createPassiveCell({ ...MODEL_CELL, ...model }) : drawHeartCell(seed, cellModelNamed(name)).cell;
}
