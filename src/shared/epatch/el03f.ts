import type { EpatchModel } from './model.ts';

/** ePatch EL03F, boards 4D, 4E and 4F. */
export const EL03F: EpatchModel = {
  id: 'EL03F',
  switchWords: 2,
  // Adder, stimulus filter off, input of the current clamp and its 10 kHz filter.
  constants: [
    [0, 0x0008],
    [0, 0x4000],
    [1, 0x0100],
    [1, 0x0080],
  ],
  bits: {
    resetChip: [1, 0x0400],
    voltageInput: [1, 0x0002],
    currentInput: [1, 0x0004],
    voltageReader: null,
    fastCapacitance: [0, 0x0002],
    slowCapacitance: [0, 0x0004],
    correction: [0, 0x0010],
    prediction: [0, 0x0020],
    correctionFast: [0, 0x0200],
    bridgeOff: [1, 0x0010],
  },
  currentRanges: [
    { fullScalePa: 200, bits: [] },
    { fullScalePa: 2000, bits: [[0, 0x1100]] },
    { fullScalePa: 20_000, bits: [[0, 0x1880]] },
    { fullScalePa: 200_000, bits: [[0, 0x3840]] },
  ],
  rateBits: [[], [], [], [], [], [], []],
  injectedPa: 2500 * 1.5,
  commandStepMv: 1,
  voltageCountMv: 1,
  registers: {
    fastCapacitance: { register: 0, step: 0.75, most: 15, upright: true },
    slowCapacitance: { register: 1, ranges: [{ fromPf: 0, stepPf: 1, added: 0 }] },
    slowTau: { register: 2, step: 9.9, most: 255 },
    correction: { register: 3, step: (225 / 6.8) * 0.003, most: 255 },
    prediction: { register: 4, step: 3, most: 255 },
    voltageSource: 9,
    currentSource: 10,
    voltageHold: 11,
    zapLow: 7,
  },
};
