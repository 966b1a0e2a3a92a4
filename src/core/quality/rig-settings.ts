import { leakPlanSchema } from '../protocol/leak-sweeps.ts';
import { nullable, numberBetween, record, type Of } from '../schema/index.ts';
import { recordingSetupSchema, USUAL_SETUP } from '../amplifier/recording-setup.ts';
import { USUAL_ZAP, zapPulseSchema } from '../amplifier/zap.ts';
import { gatesSchema, USUAL_GATES } from './gates.ts';

/** What an operator sets once for a rig: kept over restarts, logged with its time when it changes, stored with each recording. */
export const rigSettingsSchema = record({
  gates: gatesSchema,
  /** Between recordings, mV. */
  holdingMv: numberBetween(-120, 40),
  /** Share of the series resistance that is corrected, %. */
  compensationPercent: numberBetween(0, 95),
  /** Share that is predicted, %. */
  predictionPercent: numberBetween(0, 95),
  /** Of pipette against bath solution, mV. The command is corrected by it. */
  junctionPotentialMv: numberBetween(-50, 50),
  /** Rate, filter and gain of recordings. */
  recording: recordingSetupSchema,
  /** Sub-sweeps for leak subtraction; null: none. */
  leak: nullable(leakPlanSchema),
  /** The pulse of *Zap*. */
  zap: zapPulseSchema,
});
export type RigSettings = Of<typeof rigSettingsSchema>;

export const USUAL_SETTINGS: RigSettings = {
  gates: [...USUAL_GATES],
  holdingMv: -80,
  compensationPercent: 80,
  predictionPercent: 80,
  junctionPotentialMv: 0,
  recording: USUAL_SETUP,
  leak: null,
  zap: USUAL_ZAP,
};
