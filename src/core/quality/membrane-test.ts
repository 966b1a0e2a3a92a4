import { fitDecay } from './decay-fit.ts';

/** Electrode and cell by one test pulse, uncompensated. */
export interface MembraneTestResult {
  readonly seriesResistanceMohm: number;
  readonly membraneCapacitancePf: number;
  readonly membraneResistanceMohm: number;
  /** Current at the holding potential, pA. */
  readonly holdingCurrentPa: number;
  /** SD of the current before the pulse, pA. */
  readonly noisePa: number;
}

/** Averaged response to a square pulse, with the noise, which only single sweeps show. */
export interface TestPulse {
  readonly sampleRateHz: number;
  /** Current, pA. Starts at the holding potential, ends with the pulse still on. */
  readonly currentPa: Float32Array | Float64Array;
  /** Sample at whose time the pulse begins. */
  readonly pulseStart: number;
  /** Pulse amplitude relative to holding, mV; either sign. */
  readonly pulseMv: number;
  /** SD of one unaveraged sweep at holding, pA; taken from currentPa where absent. */
  readonly noisePa?: number;
  /** -3 dB corner of the output filter, Hz; absent where the current was not filtered. */
  readonly filterHz?: number;
}

/** Share of the pulse, at its end, that is the steady state; and time constants over which the charge is summed. */
const STEADY_SHARE = 0.25;
const CHARGE_WINDOW_TAUS = 10;

/**
 * Rs, Cm, Rm from a square test pulse: one RC cell (Rm || Cm) behind Rs answers a step dV with
 *   I(t) = Iss + (I0 - Iss) exp(-t / tau),  I0 = dV / Rs,  Iss = dV / (Rs + Rm),  tau = Cm Rs Rm / (Rs + Rm).
 * tau comes from an exponential fit of the decay and Iss from the pulse's last quarter. I0 is not extrapolated but
 * taken from the charge of the transient, Q = (I0 - Iss) tau: the output filter delays and rounds the peak but keeps
 * the area, since its gain at DC is 1. (Lindau & Neher 1988, doi:10.1007/BF00582306, current relaxation method;
 * area instead of the extrapolated peak as in Gillis 1995.)
 *
 * Requires pipette capacitance already cancelled, no Rs or Cm compensation, a pulse of at least 5 tau, and a passive membrane over the
 * pulse.
 * @throws Error that states what the response lacks.
 */
export function analyseMembraneTest(pulse: TestPulse): MembraneTestResult {
  const { currentPa, pulseStart, sampleRateHz, pulseMv } = pulse;
  const pulseSamples = currentPa.length - pulseStart;
  if (pulseStart < 10 || pulseSamples < 40 || !(Math.abs(pulseMv) > 0)) {
    throw new Error(
      `Membrane test: expected at least 10 samples before and 40 in a pulse other than 0 mV, got ${pulseStart}, ${pulseSamples} ` +
        `and ${pulseMv} mV. Lengthen the test pulse.`,
    );
  }
  const holding = meanAndSd(currentPa, 0, pulseStart);
  const steadyFrom = currentPa.length - Math.floor(pulseSamples * STEADY_SHARE);
  const steady = meanAndSd(currentPa, steadyFrom, currentPa.length);
  const stepPa = steady.mean - holding.mean;
  const sign = Math.sign(pulseMv);
  const transient = Float64Array.from(currentPa.subarray(pulseStart), (value) => sign * (value - steady.mean));
  const tauMs = fitDecay(transient, sampleRateHz, holding.sd);

  // The sample at the pulse's start still shows the holding current (left limit): the charge begins after it.
  // Samples of a filtered transient sum to its area; those of a bare exponential form a geometric series.
  const windowEnd = Math.min(transient.length, 1 + Math.ceil((CHARGE_WINDOW_TAUS * tauMs * sampleRateHz) / 1000));
  let charge = 0;
  for (let i = 1; i < windowEnd; i++) charge += transient[i]!;
  const stepMs = 1000 / sampleRateHz;
  const smooth = pulse.filterHz !== undefined && pulse.filterHz <= sampleRateHz / 4;
  const firstPa = Math.abs(stepPa) + (smooth ? (charge * stepMs) / tauMs : charge * Math.expm1(stepMs / tauMs));
  const seriesMohm = (1000 * Math.abs(pulseMv)) / firstPa;
  const totalMohm = (1000 * Math.abs(pulseMv)) / (sign * stepPa);
  const membraneMohm = totalMohm - seriesMohm;
  if (!(membraneMohm > 0)) {
    throw new Error(
      `Membrane test: expected a steady current step along the ${pulseMv} mV pulse, got ${stepPa.toFixed(1)} pA. Check that a ` +
        `cell is on the pipette and that no compensation is on.`,
    );
  }
  return {
    seriesResistanceMohm: seriesMohm,
    membraneCapacitancePf: (1000 * tauMs * (seriesMohm + membraneMohm)) / (seriesMohm * membraneMohm),
    membraneResistanceMohm: membraneMohm,
    holdingCurrentPa: holding.mean,
    noisePa: pulse.noisePa ?? holding.sd,
  };
}

function meanAndSd(values: Float32Array | Float64Array, from: number, to: number): { mean: number; sd: number } {
  let mean = 0;
  for (let i = from; i < to; i++) mean += values[i]! / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / (to - from)) };
}
