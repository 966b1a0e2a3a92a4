import { CELL_MODELS, shortName } from '../../../core/cell/models.ts';

/** Cells of a simulated rig: a cell of any model, or the model cell that comes with an amplifier. */
export const EMULATED_CELLS: readonly string[] = [...CELL_MODELS.map(shortName), 'passive'];
