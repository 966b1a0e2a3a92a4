import { CELL_MODELS, shortName } from '../../../core/cell/models.ts';

/** What a simulated rig may hold: a cell of any model, or the model cell of an amplifier's box. */
export const EMULATED_CELLS: readonly string[] = [...CELL_MODELS.map(shortName), 'passive'];
