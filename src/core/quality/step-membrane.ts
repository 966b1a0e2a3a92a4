import type { Compensation } from '../amplifier/compensation.ts';
import { quantile } from '../math/quantile.ts';
import { analyseMembraneTest } from './membrane-test.ts';
import { pulseShape } from './pulse-shape.ts';
import { PASSIVE_BELOW_MV, type StepTransient } from './step-transients.ts';

/** How a recording was made, as far as the transients depend on it. */
export interface StepClamp {
  readonly sampleRateHz: number;
  /** Output filter, Hz; 0: none. */
  readonly filterHz: number;
  /** What the amplifier compensated; null: nothing. */
  readonly compensation: Pick<
    Compensation,
    'membraneCapacitancePf' | 'seriesResistanceMohm' | 'correctionPercent' | 'predictionPercent'
  > | null;
}

/** Access resistance and capacitance by the steps of a recording; the median of so many. */
export interface StepMembrane {
  readonly seriesResistanceMohm: number;
  readonly membraneCapacitancePf: number;
  readonly steps: number;
}

export interface StepReading {
  readonly membrane: StepMembrane | null;
  /** Why there is none. */
  readonly noMembrane: string | null;
}

/** Shortest time constant that is read: in samples, and in time constants of the output filter. Below it Cm is off by more than 5 %. */
const LEAST_SAMPLES = 1.5;
const LEAST_FILTERS = 1.5;
/** Largest difference of the middle half of the steps, as a share of their median. */
const MOST_SPREAD = 0.2;
/** A peak beyond so many times the noise is a transient: two equal samples at it are the end of the range. */
const CLIPPED_SD = 20;

/**
 * Rs and Cm from the capacitive transients of a recording's own steps, each fitted as a membrane test is. What an amplifier cancels,
 *   Cm* dV / tau* exp(-t / tau*),  tau* = (1 - predicted share) Cm* Rs*
 * (* as it was set; Lei et al. 2020, doi:10.1098/rsta.2019.0348), is added again behind the output filter, and the corrected share of Rs*
 * is added to the resistance that is left. Only where correction and prediction are equal is the rest one exponential.
 */
export function membraneFromSteps(transients: readonly StepTransient[], clamp: StepClamp): StepReading {
  const { compensation } = clamp;
  if (transients.length === 0) return none(`no step between two potentials below ${PASSIVE_BELOW_MV} mV`.replace('-', '−'));
  if (compensation !== null && Math.abs(compensation.correctionPercent - compensation.predictionPercent) > 1)
    return none('correction and prediction differ');
  const whole = transients.filter((transient) => !isClipped(transient));
  if (whole.length === 0) return none('not readable, the transients are beyond the range of the current');
  const fits = whole.flatMap((transient) => fitOf(transient, clamp) ?? []);
  if (fits.length === 0) return none('no transient stands out');
  if (median(fits.map(({ tauMs }) => tauMs)) < shortestTauMs(clamp)) return none('not readable at this rate, the transient is too fast');
  const rs = fits.map(({ seriesResistanceMohm }) => seriesResistanceMohm);
  const cm = fits.map(({ membraneCapacitancePf }) => membraneCapacitancePf);
  if (Math.max(spread(rs), spread(cm)) > MOST_SPREAD) return none('the steps disagree');
  return { membrane: { seriesResistanceMohm: median(rs), membraneCapacitancePf: median(cm), steps: fits.length }, noMembrane: null };
}

function shortestTauMs({ sampleRateHz, filterHz }: StepClamp): number {
  const filterMs = filterHz > 0 ? 1000 / (2 * Math.PI * filterHz) : 0;
  return Math.max((LEAST_SAMPLES * 1000) / sampleRateHz, LEAST_FILTERS * filterMs);
}

function none(noMembrane: string): StepReading {
  return { membrane: null, noMembrane };
}

interface StepFit {
  readonly seriesResistanceMohm: number;
  readonly membraneCapacitancePf: number;
  readonly tauMs: number;
}

/** null where the step shows no transient of a passive membrane. */
function fitOf(transient: StepTransient, { sampleRateHz, filterHz, compensation }: StepClamp): StepFit | null {
  const { stepMv, stepAt } = transient;
  const currentPa = compensation === null ? transient.currentPa : uncancelled(transient, { sampleRateHz, filterHz, compensation });
  const corrected = compensation === null ? 0 : (compensation.correctionPercent / 100) * compensation.seriesResistanceMohm;
  try {
    const left = analyseMembraneTest({ sampleRateHz, currentPa, pulseStart: stepAt, pulseMv: stepMv, filterHz });
    return {
      seriesResistanceMohm: left.seriesResistanceMohm + corrected,
      membraneCapacitancePf: left.membraneCapacitancePf,
      tauMs: left.tauMs,
    };
  } catch (error) {
    // The analysis says what a response lacks; of many steps some show no transient.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The current as it was before the amplifier took the transient of its setting off. */
function uncancelled(
  { stepMv, currentPa, stepAt }: StepTransient,
  { sampleRateHz, filterHz, compensation }: StepClamp & { readonly compensation: NonNullable<StepClamp['compensation']> },
): Float64Array {
  const { membraneCapacitancePf, seriesResistanceMohm, predictionPercent } = compensation;
  const tauMs = (1 - predictionPercent / 100) * membraneCapacitancePf * seriesResistanceMohm * 1e-3;
  if (!(tauMs > 0)) return currentPa;
  const taken = pulseShape({ tauMs, delayMs: 0, sampleRateHz, samples: currentPa.length - stepAt, filterHz });
  const height = (membraneCapacitancePf * stepMv) / tauMs;
  return currentPa.map((value, k) => (k < stepAt ? value : value + height * taken[k - stepAt]!));
}

/** Two samples side by side at the same largest deviation: the converter was at its end. */
function isClipped({ currentPa, stepAt }: StepTransient): boolean {
  const before = currentPa.subarray(0, stepAt);
  const mean = before.reduce((sum, value) => sum + value / before.length, 0);
  const sd = Math.sqrt(before.reduce((sum, value) => sum + (value - mean) ** 2 / before.length, 0));
  const size = currentPa.map((value) => Math.abs(value - mean));
  const largest = size.reduce((most, value) => Math.max(most, value), 0);
  return largest > CLIPPED_SD * sd && size.some((value, k) => value === largest && size[k + 1] === largest);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5) ?? Number.NaN;
}

function spread(values: readonly number[]): number {
  return ((quantile(values, 0.75) ?? 0) - (quantile(values, 0.25) ?? 0)) / Math.abs(median(values));
}
