import { channelBlockSchema } from '../../core/drug/drug-schema.ts';
import { choice, list, numberBetween, record, union, type Of } from '../../core/schema/index.ts';

/** Where the pipette of a simulated rig is, in the order of an experiment. */
export const PIPETTE_STAGES = ['bath', 'approach', 'seal', 'cell-attached', 'break-in', 'whole-cell', 'rundown', 'seal-lost'] as const;
export type PipetteStage = (typeof PIPETTE_STAGES)[number];

/** What is done to a simulated rig beside its serial line, as a hand does it at a real one. */
export const emulatorOrderSchema = union('kind', {
  pipette: record({ kind: choice('pipette'), stage: choice(...PIPETTE_STAGES) }),
  /** Drug in the bath from here on; no channels or 0 nM washes it out. */
  perfuse: record({ kind: choice('perfuse'), channels: list(channelBlockSchema, 64), concentrationNm: numberBetween(0, 1e15) }),
});
export type EmulatorOrder = Of<typeof emulatorOrderSchema>;
