import type { Random } from '../random/random.ts';
import { rigParameter, type RigDraw, type RigParameterId } from './rig-parameters.ts';

/** Effect of electrode and amplifier on one simulated recording (Lei 2020, reduced to one effective series resistance). */
export interface Artefacts {
  /** Effective series resistance after compensation times membrane capacitance, ms; 0: ideal clamp. */
  readonly rsCmMs: number;
  /** Seal leak over membrane capacitance, nS/pF, reversing at 0 mV. */
  readonly leakNsPf: number;
  /** Share of the slow-capacitance transient left in the record. */
  readonly residualCapacitance: number;
  /** Prediction (supercharging) of the amplifier, 0 ... below 1. */
  readonly prediction: number;
  /** Remaining junction and electrode potential: the pipette is at the command plus this, mV. */
  readonly offsetMv: number;
  /** Time constant of the amplifier's estimate over the true one: its settings of Rs and Cm are never exact. */
  readonly estimateRatio: number;
}

/** From current density to record: recorded = capacitanceRatio x density + offset. */
export interface RecordedAs {
  /** True membrane capacitance over the one that the record was divided by. */
  readonly capacitanceRatio: number;
  readonly offsetPaPf: number;
}

export const NO_ARTEFACTS: Artefacts = { rsCmMs: 0, leakNsPf: 0, residualCapacitance: 0, prediction: 0, offsetMv: 0, estimateRatio: 1 };

/**
 * An electrode and amplifier of whole-cell iPSC-CM recordings after compensation (40 published recordings: Cm 17-99 pF, Ra 15-66 MOhm
 * before compensation of 60-85 %; seal 0.3-5 GOhm), as RIG_PARAMETERS has them drawn.
 */
export function sampleArtefacts(random: Random): Artefacts {
  const of = (id: RigParameterId): number => draw(id, random);
  return {
    ...NO_ARTEFACTS,
    rsCmMs: of('rsCmMs'),
    leakNsPf: of('leakNsPf'),
    residualCapacitance: of('residualCapacitance'),
    offsetMv: of('offsetMv'),
    estimateRatio: of('estimateRatio'),
  };
}

/** From current density to record for a cell of a simulated population. */
export function sampleRecordedAs(random: Random): RecordedAs {
  const offsetPaPf = draw('offsetPaPf', random);
  return { offsetPaPf, capacitanceRatio: draw('capacitanceRatio', random) };
}

function draw(id: RigParameterId, random: Random): number {
  const { drawn } = rigParameter(id);
  if (!drawn) throw new Error(`The rig parameter "${id}" is not drawn in populations.`);
  return drawRig(drawn, random);
}

/** One value of a distribution. */
export function drawRig(drawn: RigDraw, random: Random): number {
  switch (drawn.kind) {
    case 'log-uniform':
      return drawn.low * (drawn.high / drawn.low) ** random.uniform();
    case 'uniform':
      return drawn.low + (drawn.high - drawn.low) * random.uniform();
    case 'normal':
      return drawn.mean + drawn.sd * random.normal();
    case 'log-normal':
      return drawn.median * Math.exp(drawn.sd * random.normal());
  }
}
