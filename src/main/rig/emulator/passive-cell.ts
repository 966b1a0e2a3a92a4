import type { EmulatedCell } from './cell.ts';

export interface PassiveCellParameters {
  readonly seriesResistanceMohm: number;
  readonly membraneCapacitancePf: number;
  readonly membraneResistanceMohm: number;
  /** Potential at rest, mV. */
  readonly restingMv: number;
}

/** A transient of 30 us (10 pF behind 3 MOhm) keeps its charge through the output filter. */
const LONGEST_STEP_US = 2.5;

/** One compartment with resistance and capacitance only, solved exactly: the model cell that comes with an amplifier. */
export function createPassiveCell(parameters: PassiveCellParameters): EmulatedCell {
  const { seriesResistanceMohm, membraneCapacitancePf, membraneResistanceMohm, restingMv } = parameters;
  let effectiveMohm = seriesResistanceMohm;
  let membraneMv = restingMv;
  const relax = (targetMv: number, tauMs: number, dtMs: number): void => {
    membraneMv = targetMv + (membraneMv - targetMv) * Math.exp(-dtMs / tauMs);
  };
  return {
    seriesResistanceMohm,
    membraneCapacitancePf,
    longestStepUs: LONGEST_STEP_US,
    setEffectiveSeriesResistance(megaohm) {
      effectiveMohm = megaohm;
    },
    clamp(commandMv, dtMs) {
      const totalMohm = effectiveMohm + membraneResistanceMohm;
      const targetMv = (commandMv * membraneResistanceMohm + restingMv * effectiveMohm) / totalMohm;
      const parallelMohm = (effectiveMohm * membraneResistanceMohm) / totalMohm;
      relax(targetMv, parallelMohm * membraneCapacitancePf * 1e-3, dtMs);
      return { membraneMv, currentPa: (1000 * (commandMv - membraneMv)) / effectiveMohm };
    },
    free(dtMs, injectedPa = 0) {
      const targetMv = restingMv + (injectedPa * membraneResistanceMohm) / 1000;
      relax(targetMv, membraneResistanceMohm * membraneCapacitancePf * 1e-3, dtMs);
      return { membraneMv };
    },
  };
}
