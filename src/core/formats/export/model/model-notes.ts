import type { CellModel } from '../../../cell/cell-model.ts';
import { oneLine } from '../../../text/one-line.ts';
import type { Twin } from '../../../twin/twin.ts';
import { provenanceOf } from '../provenance.ts';

/** Licence of model files: that of the program. */
export const MODEL_LICENCE =
  'MIT licence: use, copy, change and pass on as you like; keep this notice and cite the paper of the cell model. No warranty.';

/** What a model file says at its head: what it is, where it comes from, what is not to be trusted, how to use it. */
export function modelNotes(twin: Twin, cell: CellModel): readonly string[] {
  return [
    `Digital twin of ${twin.cellName}: ${cell.name} (${cell.citation})`,
    ...provenanceOf(twin).map(({ label, value }) => `${label}: ${value}`),
    `Licence: ${MODEL_LICENCE}`,
    'Units: mV, ms, mM, A/F (= pA/pF), nS/pF. Outward currents are positive.',
    'It starts from the published state; after 100 s it beats as TwinClamp shows it.',
    'block_* is the share of a current that a drug blocks; seal_leak_g is 0: the cell without its pipette.',
  ].map(oneLine);
}
