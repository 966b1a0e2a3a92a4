import type { ImportedConditions } from '../imported.ts';

/** Table of ours with one row a recording: what NWB has no field for, and how good it is. */
export const QUALITY_TABLE = '/processing/icephys/recording_quality';

/** Columns that say which recording a row is of, and that the table is ours. */
export const QUALITY_KEYS = { recording: 'recording', hash: 'hash', origin: 'origin', startedAt: 'started_at' } as const;

/** Conditions with the names and descriptions of their columns; NaN where nobody stated one. */
export const QUALITY_CONDITIONS: readonly (readonly [Exclude<keyof ImportedConditions, 'clampMode'>, string, string])[] = [
  ['temperatureC', 'temperature_degC', 'Bath temperature as stated, degC.'],
  ['membraneCapacitancePf', 'capacitance_pF', 'Membrane capacitance by membrane test, pF.'],
  ['seriesResistanceMohm', 'series_resistance_MOhm', 'Series resistance by membrane test, MOhm.'],
  ['membraneResistanceMohm', 'membrane_resistance_MOhm', 'Membrane resistance by membrane test, MOhm.'],
  ['compensationPercent', 'compensation_percent', 'Series resistance compensation, %.'],
  ['predictionPercent', 'prediction_percent', 'Prediction, %.'],
  ['filterHz', 'filter_Hz', 'Cutoff of the low-pass filter of the amplifier, Hz.'],
  ['junctionPotentialMv', 'junction_potential_mV', 'Liquid junction potential already corrected, mV.'],
  ['bathPotassiumMm', 'potassium_outside_mM', 'Potassium outside the cell as stated, mM.'],
  ['bathCalciumMm', 'calcium_outside_mM', 'Calcium outside the cell as stated, mM.'],
  ['bathSodiumMm', 'sodium_outside_mM', 'Sodium outside the cell as stated, mM.'],
];
