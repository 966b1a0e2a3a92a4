import type { Random } from '../random/random.ts';

/** What electrode and amplifier do to one simulated recording (Lei 2020, reduced to one effective series resistance). */
export interface Artefacts {
  /** Effective series resistance after compensation times membrane capacitance, ms; 0: ideal clamp. */
  readonly rsCmMs: number;
  /** Seal leak over membrane capacitance, nS/pF, reversing at 0 mV. */
  readonly leakNsPf: number;
  /** Share of the slow-capacitance transient left in the record. */
  readonly residualCapacitance: number;
  /** Prediction (supercharging) of the amplifier, 0 ... below 1. */
  readonly prediction: number;
  /** Junction and electrode potential left over: the pipette is at the command plus this, mV. */
  readonly offsetMv: number;
  /** Time constant of the amplifier's estimate over the true one: its settings of Rs and Cm are never exact. */
  readonly estimateRatio: number;
}

/** What becomes of the current density on its way into the record: recorded = capacitanceRatio x density + offset. */
export interface RecordedAs {
  /** True membrane capacitance over the one that the record was divided by. */
  readonly capacitanceRatio: number;
  readonly offsetPaPf: number;
}

export const NO_ARTEFACTS: Artefacts = { rsCmMs: 0, leakNsPf: 0, residualCapacitance: 0, prediction: 0, offsetMv: 0, estimateRatio: 1 };

/** Junction and electrode potentials left after correction, mV. */
const OFFSET_SD_MV = 0.5;
/** Error of the amplifier's own time constant: a membrane test and two dials. */
const ESTIMATE_RATIO_SD = 0.03;

/**
 * Ranges of whole-cell iPSC-CM recordings after compensation (40 published recordings: Cm 17-99 pF, Ra 15-66 MOhm before
 * compensation of 60-85 %; seal 0.3-5 GOhm): RsCm 0.03-0.7 ms and leak 0.002-0.08 nS/pF, both log-uniform.
 */
export function sampleArtefacts(random: Random): Artefacts {
  const logUniform = (low: number, high: number): number => low * (high / low) ** random.uniform();
  return {
    rsCmMs: logUniform(0.03, 0.7),
    leakNsPf: logUniform(0.002, 0.08),
    residualCapacitance: 0.08 * random.uniform() - 0.02,
    prediction: 0,
    offsetMv: OFFSET_SD_MV * random.normal(),
    estimateRatio: Math.exp(ESTIMATE_RATIO_SD * random.normal()),
  };
}
