import { fitPulse } from './pulse-fit.ts';
import type { TestPulse } from './test-pulse.ts';

/** Below this time constant the output filter hides most of the transient: Rs, Cm and Rm are shown with a mark, ms. */
export const FASTEST_TAU_MS = 0.1;

/** Electrode and cell by one test pulse, uncompensated. */
export interface MembraneTestResult {
  readonly seriesResistanceMohm: number;
  readonly membraneCapacitancePf: number;
  readonly membraneResistanceMohm: number;
  /** Time constant of the capacitive transient, ms. */
  readonly tauMs: number;
  /** The time constant is below `FASTEST_TAU_MS`. */
  readonly tooFast: boolean;
  /** Current at the holding potential, pA. */
  readonly holdingCurrentPa: number;
  /** SD of the current of one sweep, pA. */
  readonly noisePa: number;
}

/** Share of holding and pulse, at their ends, that is nearly steady. */
const STEADY_SHARE = 0.25;

/**
 * Rs, Cm, Rm from a square test pulse: one RC cell (Rm || Cm) behind Rs answers a step dV with
 *   I(t) = Iss + (I0 - Iss) exp(-t / tau),  I0 = dV / Rs,  Iss = dV / (Rs + Rm),  tau = Cm Rs Rm / (Rs + Rm),
 * seen through the amplifier's Bessel filter, which is part of the fitted model, as is a latency of the command. (Lindau & Neher 1988,
 * doi:10.1007/BF00582306, current relaxation method; the filter is fitted with it because at 10 kHz it reaches as long as the
 * transient of a small cell behind a good pipette.)
 *
 * Requires pipette capacitance already cancelled, no Rs or Cm compensation, a pulse of at least 2 tau, and a passive membrane over the
 * pulse.
 * @throws Error that states what the response lacks.
 * @example
 * analyseMembraneTest({ sampleRateHz: 50_000, currentPa: mean, pulseStart: 1250, pulseMv: -10, train: true, filterHz: 10_000 });
 */
export function analyseMembraneTest(pulse: TestPulse): MembraneTestResult {
  assertPulse(pulse);
  const { pulseMv } = pulse;
  const { holdingPa, steadyPa, transientPa, tauMs, residualPa } = fitPulse(pulse, roughTauMs(pulse));
  const pulseMs = ((pulse.currentPa.length - pulse.pulseStart) * 1000) / pulse.sampleRateHz;
  if (!(transientPa / pulseMv > 0) || !(tauMs < pulseMs)) {
    throw new Error(
      `Membrane test: expected the capacitive transient to decay within the pulse (${pulseMs.toFixed(1)} ms), it did not. Use a ` +
        `longer pulse, or check the seal and access.`,
    );
  }
  const seriesMohm = (1000 * pulseMv) / (transientPa + steadyPa);
  const membraneMohm = (1000 * pulseMv) / steadyPa - seriesMohm;
  if (!(membraneMohm > 0) || !(seriesMohm > 0)) {
    throw new Error(
      `Membrane test: expected a steady current step along the ${pulseMv} mV pulse, got ${steadyPa.toFixed(1)} pA. Check that a ` +
        `cell is on the pipette and that no compensation is on.`,
    );
  }
  return {
    seriesResistanceMohm: seriesMohm,
    membraneCapacitancePf: (1000 * tauMs * (seriesMohm + membraneMohm)) / (seriesMohm * membraneMohm),
    membraneResistanceMohm: membraneMohm,
    tauMs,
    tooFast: tauMs < FASTEST_TAU_MS,
    holdingCurrentPa: holdingPa,
    noisePa: pulse.noisePa ?? residualPa,
  };
}

function assertPulse({ currentPa, pulseStart, pulseMv }: TestPulse): void {
  const pulseSamples = currentPa.length - pulseStart;
  if (pulseStart < 10 || pulseSamples < 40 || !(Math.abs(pulseMv) > 0)) {
    throw new Error(
      `Membrane test: expected at least 10 samples before and 40 in a pulse other than 0 mV, got ${pulseStart}, ${pulseSamples} ` +
        `and ${pulseMv} mV. Lengthen the test pulse.`,
    );
  }
  if (!currentPa.every(Number.isFinite)) {
    throw new Error('Membrane test: expected a current at every sample, got values that are no numbers. Test again.');
  }
}

/** Where the fit begins: time after the peak until a third is left. @throws Error where the transient does not stand out */
function roughTauMs({ currentPa, pulseStart, pulseMv, sampleRateHz }: TestPulse): number {
  const pulseSamples = currentPa.length - pulseStart;
  const before = meanAndSd(currentPa, Math.floor(pulseStart * (1 - STEADY_SHARE)), pulseStart);
  const steady = meanAndSd(currentPa, currentPa.length - Math.floor(pulseSamples * STEADY_SHARE), currentPa.length);
  const sign = Math.sign(pulseMv);
  const transient = Float64Array.from(currentPa.subarray(pulseStart), (value) => sign * (value - steady.mean));
  let peakAt = 0;
  for (let i = 1; i < transient.length; i++) if (transient[i]! > transient[peakAt]!) peakAt = i;
  const peak = transient[peakAt]!;
  if (!(peak > 5 * before.sd)) {
    throw new Error(
      `Membrane test: expected a capacitive transient above 5 times the noise (${before.sd.toFixed(1)} pA), got ${peak.toFixed(1)} ` +
        `pA. Check that a cell is on the pipette, or average more pulses.`,
    );
  }
  const fallen = transient.findIndex((value, i) => i > peakAt && value < peak / Math.E);
  return ((fallen < 0 ? pulseSamples : Math.max(1, fallen - peakAt)) * 1000) / sampleRateHz;
}

function meanAndSd(values: Float32Array | Float64Array, from: number, to: number): { mean: number; sd: number } {
  let mean = 0;
  for (let i = from; i < to; i++) mean += values[i]! / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / (to - from)) };
}
