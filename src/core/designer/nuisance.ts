import { rigParameter, rigPriorSd, type RigParameterId } from '../experiment/rig-parameters.ts';

/** Finite differences of the scores: larger than a fit's, whose grid is finer; of log-normal parameters of the logarithm. 0: the column is known without a simulation. */
const STEPS = { rsCmMs: 0.04, leakNsPf: 0.1, residualCapacitance: 0.02, offsetPaPf: 0, offsetMv: 0.2 } as const satisfies Partial<Record<RigParameterId, number>>;
export type NuisanceId = keyof typeof STEPS;

/** SD of the voltage offset that scores were made with. */
const OFFSET_MV_SD = 1;

/** What a recording of a real clamp is uncertain of besides the cell: see RIG_PARAMETERS. */
export const NUISANCE_PARAMETERS: readonly { readonly id: NuisanceId; readonly priorSd: number; readonly step: number }[] = (Object.keys(STEPS) as NuisanceId[]).map((id) => ({
  id,
  priorSd: id === 'offsetMv' ? OFFSET_MV_SD : rigPriorSd(rigParameter(id).simulated),
  step: STEPS[id],
}));

/** Leak of a good seal about which the judgement is made, nS/pF (0.5 nS at 45 pF). */
export const TYPICAL_LEAK_NS_PF = 0.012;
