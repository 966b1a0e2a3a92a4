import type { Artefacts } from './artefacts.ts';
import type { CellHistory } from './cell-history.ts';

/** A cell in the pipette. */
export interface ClampedCell {
  /** Values of the model's parameters, without leak. */
  readonly values: Float64Array;
  /** Electrode, amplifier and seal leak: the leak stays when the clamp is released. */
  readonly artefacts: Artefacts;
  readonly history: CellHistory;
}
