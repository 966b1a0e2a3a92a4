import { EL03F } from './el03f.ts';
import { EL04F } from './el04f.ts';
import type { EpatchModel } from './model.ts';

/** Models that the driver knows; the first is the default. */
export const EPATCH_MODELS = [EL03F, EL04F] as const satisfies readonly EpatchModel[];
