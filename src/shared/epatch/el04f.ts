import type { EpatchModel } from './model.ts';

/** A count of the voltage channel: 500 mV of a converter whose reference is 1.1 V and whose stimulus ends at 0.5 V. */
const COUNT_MV = ((500 / 32_768) * 1.1) / 0.5;

/** ePatch EL04F. */
export const EL04F: EpatchModel = {
  id: 'EL04F',
  switchWords: 4,
  // Calibrated paths and amplifiers on; stimulus filters of both clamps at 1 kHz, the widest it has.
  constants: [
    [0, 0x00db],
    [0, 0x0600],
    [0, 0x1800],
    [1, 0x7800],
    [3, 0x0001],
  ],
  bits: {
    resetChip: [0, 0x4000],
    voltageInput: [3, 0x0002],
    currentInput: [3, 0x0008],
    voltageReader: [3, 0x0004],
    fastCapacitance: [3, 0x0010],
    slowCapacitance: [3, 0x0020],
    correction: [3, 0x0040],
    prediction: [3, 0x0080],
    correctionFast: [3, 0x0200],
    bridgeOff: [3, 0x1000],
  },
  currentRanges: [
    { fullScalePa: 300, bits: [[1, 0x01c0]] },
    { fullScalePa: 3000, bits: [[1, 0x01a2]] },
    { fullScalePa: 30_000, bits: [[1, 0x01ab]] },
    { fullScalePa: 300_000, bits: [[1, 0x0197]] },
  ],
  rateBits: [[], [], [], [], [[2, 0x000a]], [[2, 0x000c]], [[2, 0x000e]]],
  injectedPa: (2500 * 1.1) / 0.5,
  commandStepMv: 0.25 * COUNT_MV,
  voltageCountMv: COUNT_MV,
  registers: {
    fastCapacitance: { register: 4, step: 0.125, most: 255 },
    slowCapacitance: {
      register: 5,
      ranges: [
        { fromPf: 5, stepPf: 0.15625, added: 0 },
        { fromPf: 40, stepPf: 1.25, added: 0x0100 },
      ],
    },
    slowTau: { register: 6, step: 6.25, most: 255 },
    correction: { register: 7, step: 0.1, most: 255 },
    prediction: { register: 8, step: 10, most: 255 },
    voltageSource: 2,
    currentSource: 3,
    voltageHold: 12,
    zapLow: 0,
  },
};
