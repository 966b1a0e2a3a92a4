import { besselTaps } from '../amplifier/filter-taps.ts';
import { adjustableIndex } from '../cell/adjustable.ts';
import { VARIED, VARIED_COUNT } from '../cell/parameters.ts';
import { valuesFromMultipliers } from '../cell/multipliers.ts';
import { NO_ARTEFACTS, type Artefacts } from '../population/artefacts.ts';
import { ClampSimulator } from '../population/clamp-simulator.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { SparseRows } from '../simulate/sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from '../simulate/step-grid.ts';
import type { FitParameter, FitProblem } from './levenberg-marquardt.ts';
import { FIT_BINS, observationBins, type ObservationBins } from './observation-bins.ts';
import { observationOperator } from './observation-operator.ts';

/** How a recording was made, as far as the fit must know it. */
export interface ClampSetup {
  readonly protocol: Protocol;
  readonly sampleRateHz: number;
  /** 'ideal': a simulated perfect clamp. 'rig': electrode and amplifier are inferred with the cell. */
  readonly mode: 'ideal' | 'rig';
  /** Low-pass filter of the amplifier, Hz; null for none. */
  readonly filterHz: number | null;
  readonly priorSd: number;
  /** Bounds of the multipliers. */
  readonly bounds: readonly [number, number];
  /** Scales of currents that the 52 leave alone, to be fitted as well (ids of EXTRA). */
  readonly freeScales: readonly string[];
  /** Effective Rs Cm by the membrane test and the compensation set, ms; null where the rig does not know. */
  readonly expectedRsCmMs: number | null;
  /** The amplifier's prediction was on: how much is fitted too. */
  readonly fitPrediction: boolean;
  readonly holdMs?: number;
}

const NUISANCE: readonly FitParameter[] = [
  { id: 'rsCmMs', priorMean: Math.log(0.2), priorSd: 1, low: Math.log(0.005), high: Math.log(5), step: 0.01, longestMove: 0.5 },
  { id: 'leakNsPf', priorMean: Math.log(0.012), priorSd: 1.3, low: Math.log(1e-4), high: Math.log(0.4), step: 0.01, longestMove: 0.7 },
  { id: 'residualCapacitance', priorMean: 0.02, priorSd: 0.05, low: -0.3, high: 0.5, step: 0.005, longestMove: 0.1 },
  { id: 'offsetPaPf', priorMean: 0, priorSd: 0.3, low: -5, high: 5, step: 0.01, longestMove: 1 },
  { id: 'offsetMv', priorMean: 0, priorSd: 0.5, low: -12, high: 12, step: 0.02, longestMove: 2 },
  { id: 'estimateRatio', priorMean: 0, priorSd: 0.08, low: -0.5, high: 0.5, step: 0.01, longestMove: 0.1 },
];

/** SD of the logarithm of Rs Cm around what the rig expects: a membrane test and a dial, both inexact, Rs drifting. */
const EXPECTED_RS_CM_SD = 0.4;

function nuisance(expectedRsCmMs: number | null): FitParameter[] {
  return NUISANCE.map((p) => (p.id === 'rsCmMs' && expectedRsCmMs !== null ? { ...p, priorMean: Math.log(expectedRsCmMs), priorSd: EXPECTED_RS_CM_SD } : p));
}

const PREDICTION: FitParameter = { id: 'prediction', priorMean: 0.5, priorSd: 0.4, low: 0, high: 0.93, step: 0.005, longestMove: 0.15 };

/** Maps parameter vectors of a fit to the binned record of the simulated clamp. */
export class ClampModel {
  readonly parameters: readonly FitParameter[];
  readonly bins: ObservationBins;
  private readonly setup: ClampSetup;
  private readonly simulator: ClampSimulator;
  private readonly rows: SparseRows;

  constructor(kernel: PopulationKernel, setup: ClampSetup) {
    this.setup = setup;
    const rig = setup.mode === 'rig';
    this.bins = observationBins(setup.protocol, setup.sampleRateHz, FIT_BINS);
    this.simulator = new ClampSimulator(kernel, setup.protocol, rig ? 'electrode' : 'ideal', {
      grid: rig ? ELECTRODE_GRID : KERNEL_GRID,
      hold: KERNEL_HOLD_GRID,
      ...(setup.holdMs === undefined ? {} : { holdMs: setup.holdMs }),
    });
    this.rows = observationOperator(this.bins, this.simulator.grid, setup.filterHz === null ? [] : besselTaps(setup.filterHz));
    const [low, high] = setup.bounds;
    const multipliers = VARIED.map((p): FitParameter => ({ id: p.id, priorMean: 1, priorSd: setup.priorSd, low, high, step: 0.004, longestMove: 0.3 }));
    const scales = setup.freeScales.map((id): FitParameter => ({ id, priorMean: 0, priorSd: 0.8, low: Math.log(0.02), high: Math.log(8), step: 0.01, longestMove: 0.7 }));
    this.parameters = [...multipliers, ...(rig ? nuisance(setup.expectedRsCmMs) : []), ...(rig && setup.fitPrediction ? [PREDICTION] : []), ...scales];
  }

  problem(observed: Float64Array, sigma: Float64Array): FitProblem {
    return { parameters: this.parameters, observed, sigma, simulate: (thetas) => this.simulate(thetas) };
  }

  /** Index of a parameter, or -1. */
  indexOf(id: string): number {
    return this.parameters.findIndex((p) => p.id === id);
  }

  values(theta: Float64Array): Float64Array {
    const values = valuesFromMultipliers(theta.subarray(0, VARIED_COUNT));
    for (const id of this.setup.freeScales) {
      const at = adjustableIndex(id);
      if (at === undefined) throw new Error(`Unknown scale "${id}".`);
      values[at] = Math.exp(theta[this.indexOf(id)] ?? 0);
    }
    return values;
  }

  artefacts(theta: Float64Array): Artefacts {
    if (this.setup.mode === 'ideal') return NO_ARTEFACTS;
    return {
      rsCmMs: Math.exp(theta[VARIED_COUNT] ?? NaN),
      leakNsPf: Math.exp(theta[VARIED_COUNT + 1] ?? NaN),
      residualCapacitance: theta[VARIED_COUNT + 2] ?? NaN,
      offsetMv: theta[VARIED_COUNT + 4] ?? NaN,
      estimateRatio: Math.exp(theta[VARIED_COUNT + 5] ?? NaN),
      prediction: this.setup.fitPrediction ? (theta[VARIED_COUNT + NUISANCE.length] ?? NaN) : 0,
    };
  }

  offset(theta: Float64Array): number {
    return this.setup.mode === 'ideal' ? 0 : (theta[VARIED_COUNT + 3] ?? NaN);
  }

  simulate(thetas: readonly Float64Array[]): Float64Array[] {
    const results = thetas.map(() => new Float64Array(this.bins.from.length));
    for (let i = 0; i < thetas.length; i += LANES) {
      const group = thetas.slice(i, i + LANES);
      this.simulator.observe(group.map((t) => this.values(t)), group.map((t) => this.artefacts(t)), this.rows, results.slice(i, i + LANES));
    }
    thetas.forEach((theta, i) => {
      const offset = this.offset(theta);
      const result = results[i];
      if (result && offset !== 0) for (let r = 0; r < result.length; r++) result[r] = (result[r] ?? 0) + offset;
    });
    return results;
  }
}
