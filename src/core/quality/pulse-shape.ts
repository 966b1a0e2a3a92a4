import { createBesselLowPass } from '../amplifier/bessel.ts';

/** Steps of the filter's input between two samples: a transient as short as the filter's answer keeps its shape. */
const OVERSAMPLING = 8;
/** The filter's own answer has died away after so many radians of its corner. */
const FILTER_RADIANS = 40;

/**
 * The current of a test pulse as an amplifier samples it: an exponential of height 1 that begins `delayMs` after sample 0, behind the
 * four-pole Bessel output filter. Sample k is k / rate after the pulse; one at the very step still shows the level before it.
 * @param tauMs time constant, ms; Infinity for the step itself
 * @param filterHz -3 dB corner, Hz; absent where the current was not filtered
 * @example
 * pulseShape({ tauMs: 0.5, delayMs: 0, sampleRateHz: 50_000, samples: 100, filterHz: 10_000 })[0]; // 0
 */
export function pulseShape(of: {
  readonly tauMs: number;
  readonly delayMs: number;
  readonly sampleRateHz: number;
  readonly samples: number;
  readonly filterHz?: number | undefined;
}): Float64Array {
  const { tauMs, delayMs, sampleRateHz, samples, filterHz } = of;
  const stepMs = 1000 / sampleRateHz;
  const shape = new Float64Array(samples);
  const exact = (timeMs: number): number => (timeMs <= 1e-9 ? 0 : Math.exp(-timeMs / tauMs));
  if (filterHz === undefined || filterHz <= 0) {
    for (let k = 0; k < samples; k++) shape[k] = exact(k * stepMs - delayMs);
    return shape;
  }
  const innerMs = stepMs / OVERSAMPLING;
  const filter = createBesselLowPass(filterHz, sampleRateHz * OVERSAMPLING);
  const settled = Math.min(samples, Math.ceil((delayMs + (1000 * FILTER_RADIANS) / (2 * Math.PI * filterHz)) / stepMs) + 1);
  filter.settle(0);
  for (let k = 0; k < settled; k++) {
    if (k > 0) for (let j = OVERSAMPLING - 1; j > 0; j--) filter.next(meanOfStep(k * stepMs - j * innerMs - delayMs, innerMs, tauMs));
    shape[k] = filter.next(meanOfStep(k * stepMs - delayMs, innerMs, tauMs));
  }
  // From here on the filtered exponential is an exponential again.
  const kept = Math.exp(-stepMs / tauMs);
  for (let k = settled; k < samples; k++) shape[k] = (shape[k - 1] ?? 0) * kept;
  return shape;
}

/** Mean over the step around a time: keeps the charge of a transient that is as short as the step. */
function meanOfStep(timeMs: number, stepMs: number, tauMs: number): number {
  const to = timeMs + stepMs / 2;
  if (to <= 0) return 0;
  const from = Math.max(0, timeMs - stepMs / 2);
  if (tauMs === Infinity) return (to - from) / stepMs;
  return (tauMs * (Math.exp(-from / tauMs) - Math.exp(-to / tauMs))) / stepMs;
}
