/** A bit of the switches: place of its word and mask. */
export type SwitchBit = readonly [word: number, mask: number];

/** Step and largest setting of a register, which is written as 255 less the number of steps unless `upright`. */
export interface RegisterKnob {
  readonly register: number;
  /** Value of one step: pF, MOhm or us. */
  readonly step: number;
  readonly most: number;
  readonly upright?: true;
}

/** A range of the membrane capacitance: `added` to its register selects it. */
export interface CapacitanceRange {
  readonly fromPf: number;
  readonly stepPf: number;
  readonly added: number;
}

/**
 * What differs between the ePatch models, as data: their maps of switches and registers (Elements' e384commLib, 2026; facts only).
 * Never tried on hardware.
 */
export interface EpatchModel {
  readonly id: string;
  readonly switchWords: number;
  /** Bits that are always on. */
  readonly constants: readonly SwitchBit[];
  readonly bits: {
    readonly resetChip: SwitchBit;
    /** Stimulus in voltage clamp; in current clamp its stimulus and, where it has one, its reader. */
    readonly voltageInput: SwitchBit;
    readonly currentInput: SwitchBit;
    readonly voltageReader: SwitchBit | null;
    readonly fastCapacitance: SwitchBit;
    readonly slowCapacitance: SwitchBit;
    readonly correction: SwitchBit;
    readonly prediction: SwitchBit;
    /** Correction at 1.6 kHz instead of 160 Hz. */
    readonly correctionFast: SwitchBit;
    /** On while the bridge is off. */
    readonly bridgeOff: SwitchBit;
  };
  /** Full scales in voltage clamp, pA, the smallest first, and the bits of each. */
  readonly currentRanges: readonly { readonly fullScalePa: number; readonly bits: readonly SwitchBit[] }[];
  /** Bits of each sampling rate, in the order of SAMPLING_RATES_HZ. */
  readonly rateBits: readonly (readonly SwitchBit[])[];
  /** Full scale of the current command in current clamp, pA, at its smallest range. */
  readonly injectedPa: number;
  /** Steps of the voltage command and of the voltage samples in voltage clamp, mV. */
  readonly commandStepMv: number;
  readonly voltageCountMv: number;
  readonly registers: {
    readonly fastCapacitance: RegisterKnob;
    readonly slowCapacitance: { readonly register: number; readonly ranges: readonly CapacitanceRange[] };
    /** Membrane time constant, us. */
    readonly slowTau: RegisterKnob;
    /** Corrected part of the series resistance, MOhm. */
    readonly correction: RegisterKnob;
    /** Predicted part of the time constant over its gain of 2, us. */
    readonly prediction: RegisterKnob;
    readonly voltageSource: number;
    readonly currentSource: number;
    /** Low word of the holding voltage, in steps of the command. */
    readonly voltageHold: number;
    readonly zapLow: number;
  };
}

/** Gain of the prediction that is used. */
export const PREDICTION_GAIN = 2;
/** Full scale of the membrane potential in current clamp, mV. */
export const MEASURED_FULL_SCALE_MV = 700;
