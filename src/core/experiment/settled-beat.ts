import { analyseBeats } from '../beat/beats.ts';
import type { ApFeatures } from '../beat/ap-features.ts';
import { SETTLE_S } from '../beat/simulate-beat.ts';
import { LANES } from '../simulate/kernel-layout.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { ClampedCell } from './clamped-cell.ts';
import { withLeak } from './electrode.ts';
import { simulateFreeLanes } from './free-simulator.ts';
import { inShares, type SimulationHelp } from './simulation-help.ts';

/** SDs for the fit of the free beat: shares of cycle length and durations, mV of potentials. */
export interface SettledSigma {
  readonly cycle: number;
  readonly duration: number;
  readonly mdpMv: number;
  readonly peakMv: number;
  readonly restMv: number;
}

/** Interval of the trace, ms, and its length: in cycles, and at least in seconds. */
const TRACE_DT_MS = 0.5;
const CYCLES = 4.2;
const LEAST_S = 3;

/**
 * Spontaneous activity of cells on the pipette, with seal leak, settled for 100 s: cycle length, APD50 and APD90, MDP and peak of a
 * beating cell, the resting potential (last, lowest and highest) of a resting one, in the recorded frame.
 */
export class SettledBeat {
  private readonly kernel: PopulationKernel;
  private readonly target: ApFeatures;
  private readonly seconds: number;
  private readonly help: SimulationHelp | null;

  /** @param target features of the recorded potential; without a cycle length the cell rests */
  constructor(kernel: PopulationKernel, target: ApFeatures, help: SimulationHelp | null = null) {
    this.help = help;
    this.kernel = kernel;
    this.target = target;
    this.seconds = Math.max(LEAST_S, (CYCLES * (target.cycleLengthMs ?? 0)) / 1000);
  }

  /** Observations of the recorded cell. */
  get observed(): Float64Array {
    return this.observation(this.target, 0) ?? new Float64Array(0);
  }

  sigma({ cycle, duration, mdpMv, peakMv, restMv }: SettledSigma): Float64Array {
    return this.target.cycleLengthMs === null
      ? Float64Array.of(restMv, restMv, restMv)
      : Float64Array.of(cycle, duration, duration, mdpMv, peakMv);
  }

  /** One row per cell; all NaN for a cell that rests where the recorded one beats. */
  observe(cells: readonly ClampedCell[]): Float64Array[] {
    return inShares(cells, this.sigmaLength, this.help, (share) => this.simulate(share));
  }

  private simulate(cells: readonly ClampedCell[]): Float64Array[] {
    const { kernel, target, seconds } = this;
    const results: Float64Array[] = [];
    for (let i = 0; i < cells.length; i += LANES) {
      const group = cells.slice(i, i + LANES);
      const leaking = group.map(({ values, artefacts }) => withLeak(values, artefacts, kernel.model));
      const { voltageMv } = simulateFreeLanes(kernel, leaking, { settleS: SETTLE_S, seconds, outputDtMs: TRACE_DT_MS });
      group.forEach(({ artefacts: { offsetMv } }, lane) => {
        const trace = voltageMv[lane] ?? new Float32Array(0);
        const rest = target.cycleLengthMs === null;
        results.push((rest ? restOf(trace, offsetMv) : this.beatOf(trace, offsetMv)) ?? new Float64Array(this.sigmaLength).fill(NaN));
      });
    }
    return results;
  }

  private get sigmaLength(): number {
    return this.target.cycleLengthMs === null ? 3 : 5;
  }

  private beatOf(trace: Float32Array, offsetMv: number): Float64Array | null {
    if (!trace.every(Number.isFinite)) return null;
    return this.observation(analyseBeats(trace, TRACE_DT_MS).features, offsetMv);
  }

  /**
   * The cycle length enters as the square of its inverse over the recorded one. Near rest the rate falls to 0 as the square root of the
   * distance to it (a saddle-node on an invariant circle), so this observation falls linearly to 0.
   */
  private observation(features: ApFeatures, offsetMv: number): Float64Array | null {
    const { cycleLengthMs, apd50Ms, apd90Ms, mdpMv, peakMv } = features;
    if (mdpMv === null) return null;
    if (this.target.cycleLengthMs === null) return new Float64Array(3).fill(mdpMv - offsetMv);
    if (cycleLengthMs === null || apd50Ms === null || apd90Ms === null || peakMv === null || features.beats < 2) return null;
    return Float64Array.of(
      0.5 * (this.target.cycleLengthMs / cycleLengthMs) ** 2,
      Math.log(apd50Ms),
      Math.log(apd90Ms),
      mdpMv - offsetMv,
      peakMv - offsetMv,
    );
  }
}

function restOf(trace: Float32Array, offsetMv: number): Float64Array {
  let [low, high] = [Infinity, -Infinity];
  for (const mv of trace) {
    low = Math.min(low, mv);
    high = Math.max(high, mv);
  }
  return Float64Array.of((trace.at(-1) ?? NaN) - offsetMv, low - offsetMv, high - offsetMv);
}
