import { record, boolean, nullable, number, text, type Of } from '../schema/index.ts';
import { analyseMembraneTest } from './membrane-test.ts';
import type { TestPulse } from './test-pulse.ts';

/** What the series resistance correction of an amplifier achieves, by a test pulse that is played with it. */
export const compensationCheckSchema = record({
  /** By the membrane test right before, uncompensated: what the amplifier was set to, MOhm. */
  seriesResistanceMohm: number,
  /** Share of it that the amplifier says it corrects, %. */
  correctionPercent: number,
  /** Series resistance that the pulse still shows, MOhm; null: not readable. */
  leftMohm: nullable(number),
  /** At the holding potential, pA. */
  holdingCurrentPa: number,
  /** Voltage that the rest takes from the command at that current, mV. */
  errorMv: nullable(number),
  /** The current swings past its steady level, or is far noisier than without correction: too much is corrected. */
  rings: boolean,
  /** Why nothing could be read. */
  problem: nullable(text),
});
export type CompensationCheck = Of<typeof compensationCheckSchema>;

export interface CompensatedPulse {
  /** Mean of the pulses with the correction on, nothing predicted and no capacitance cancelled. */
  readonly pulse: TestPulse & { readonly noisePa: number };
  /** Number of pulses that it is the mean of. */
  readonly pulses: number;
  readonly before: { readonly seriesResistanceMohm: number; readonly noisePa: number };
  readonly correctionPercent: number;
}

/** A swing to the other side of the steady current of this share of the transient is ringing: a Bessel filter overshoots by under 1 %. */
const RINGS_FROM = 0.05;
/** The transient is highest within this of the pulse, ms. */
const PEAK_WITHIN_MS = 1;
/** It stands out of the noise of the mean by so much. */
const CLEAR_SD = 6;
/** So many times the noise without correction: an oscillation that no pulse begins. Less resistance alone lets up to five times through. */
const NOISY = 20;
/** Shortest time constant of what is left that a pulse shows within 10 %, ms: twice that of a filter of 10 kHz. */
const FASTEST_LEFT_MS = 0.03;
/** End of the pulse that is steady. */
const STEADY_SHARE = 0.25;

const TOO_FAST =
  'What is left of the series resistance is too little to be read from a pulse: its transient is hidden by the output filter.';

/**
 * Reads what is left of the series resistance from pulses that are played with the correction on. The transient is the first current over
 * what is left: one that the correction really took away. A steady error I x Rs does not depend on prediction and cancellation.
 */
export function checkCompensation({ pulse, pulses, before, correctionPercent }: CompensatedPulse): CompensationCheck {
  const { currentPa, pulseStart, noisePa } = pulse;
  const known = { seriesResistanceMohm: before.seriesResistanceMohm, correctionPercent };
  const holdingCurrentPa = mean(currentPa, Math.floor(pulseStart * (1 - STEADY_SHARE)), pulseStart);
  const rings = doesRing(pulse, pulses) || noisePa > NOISY * before.noisePa;
  try {
    const { seriesResistanceMohm: leftMohm, tauMs } = analyseMembraneTest(pulse);
    if (tauMs < FASTEST_LEFT_MS) return { ...known, leftMohm: null, holdingCurrentPa, errorMv: null, rings, problem: TOO_FAST };
    return { ...known, leftMohm, holdingCurrentPa, errorMv: Math.abs(holdingCurrentPa) * leftMohm * 1e-3, rings, problem: null };
  } catch (error) {
    // The analysis says what a response lacks.
    if (!(error instanceof Error)) throw error;
    return { ...known, leftMohm: null, holdingCurrentPa, errorMv: null, rings, problem: error.message };
  }
}

function doesRing({ currentPa, pulseStart, pulseMv, noisePa, sampleRateHz }: CompensatedPulse['pulse'], pulses: number): boolean {
  const samples = currentPa.length - pulseStart;
  const steady = mean(currentPa, currentPa.length - Math.floor(samples * STEADY_SHARE), currentPa.length);
  const beyond = Array.from(currentPa.subarray(pulseStart), (value) => (value - steady) * Math.sign(pulseMv));
  // The first samples may still be at the level before the pulse: what swings back comes after the transient.
  const early = beyond.slice(0, Math.ceil((PEAK_WITHIN_MS * sampleRateHz) / 1000));
  const along = Math.max(...early);
  const against = -Math.min(...beyond.slice(early.indexOf(along)));
  return against > RINGS_FROM * along && against > (CLEAR_SD * noisePa) / Math.sqrt(pulses);
}

function mean(values: Float32Array | Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}

/** A check in a sentence, for the log. */
export function compensationWords({ correctionPercent, leftMohm, errorMv, holdingCurrentPa, rings, problem }: CompensationCheck): string {
  const set = `Rs correction ${correctionPercent.toFixed(0)} %`;
  const swing = rings ? ' The clamp rings: correct less.' : '';
  if (leftMohm === null || errorMv === null) return `${set}, what is left was not read: ${problem ?? ''}${swing}`;
  return `${set} leaves ${leftMohm.toFixed(1)} MΩ: ${errorMv.toFixed(2)} mV at ${holdingCurrentPa.toFixed(0)} pA.${swing}`;
}
