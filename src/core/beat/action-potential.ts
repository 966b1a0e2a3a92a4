/**
 * The one definition of a beat, for recorded and simulated traces: an action potential has this amplitude and this dV/dt max at least
 * (living iPSC-CMs of ../shared/data/ipsc-optimised have 2.4 to 23 V/s). Rhythm below either is oscillation and no beat (ADR 41).
 */
export const LEAST_AMPLITUDE_MV = 40;
export const LEAST_SPEED_VS = 1.5;

/** Rhythm of a smaller range than this is rest, mV. */
export const LEAST_OSCILLATION_MV = 10;

/**
 * dV/dt max is the steepest mean slope over this time, ms, or over two samples where they are longer: the same of recorded and simulated
 * traces. An upstroke of 100 mV at 200 V/s takes 0.5 ms.
 */
export const SPEED_SPAN_MS = 0.2;
/** Noise (SD) may change dV/dt max by this share; the time is longer where it would change it by more. */
export const SPEED_ERROR = 0.05;

/** dV/dt of a noisy trace is read over a time in which noise changes it by no more than this (SD), V/s: a tenth of what decides. */
const SPEED_SD_VS = 0.15;
/** And over this at least, ms. */
const NOISY_SPAN_MS = 1;

/** Half of the samples that dV/dt is read over. @param noiseMv SD of a sample @param averaged samples that each value is a mean of */
export function slopeReach(noiseMv: number, averaged: number, dtMs: number): number {
  const spanMs = Math.max(NOISY_SPAN_MS, (noiseMv * Math.SQRT2) / Math.sqrt(averaged) / SPEED_SD_VS);
  return Math.max(1, Math.round(spanMs / 2 / dtMs));
}

/** Whether a beat of this amplitude (peak - MDP, mV) and speed (dV/dt max, V/s) is an action potential. */
export function isActionPotential(amplitudeMv: number, speedVs: number): boolean {
  return amplitudeMv >= LEAST_AMPLITUDE_MV && speedVs >= LEAST_SPEED_VS;
}
