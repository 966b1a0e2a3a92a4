import { createRandom } from '../random/random.ts';

/** Analytic action potentials as in ../shared/cases/potentials.py: APD90 322.7 ms, MDP -75 mV, upstroke 110 mV at 27.5 V/s. */
export interface TrainShape {
  readonly apdMs?: number;
  readonly repolarisationMs?: number;
  /** Width of the upstroke, ms: dV/dt max is a quarter of the amplitude over it. */
  readonly upstrokeMs?: number;
  /** Early afterdepolarisation: time after the upstroke (ms), amplitude (mV), width (ms). */
  readonly ead?: readonly [number, number, number];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const REST_MV = -75;
export const TEN_BEATS = Array.from({ length: 10 }, (_, n) => 500 + 1000 * n);

function pulse(x: number, { apdMs = 300, repolarisationMs = 12, upstrokeMs = 1, ead }: TrainShape): number {
  const plateau = 110 - (25 * Math.max(0, x)) / 300;
  const bump = ead === undefined ? 0 : ead[1] * Math.exp(-0.5 * ((x - ead[0]) / ead[2]) ** 2);
  return plateau * sigmoid(x / upstrokeMs) * sigmoid(-(x - apdMs) / repolarisationMs) + bump;
}

/** Potential of `ms` milliseconds, mV, of beats that start at these times. */
export function train(
  ms: number,
  rateHz: number,
  starts: readonly number[] = TEN_BEATS,
  shapeOf: (beat: number) => TrainShape = () => ({}),
): Float64Array {
  const shapes = starts.map((_, n) => shapeOf(n));
  return Float64Array.from({ length: Math.round((ms * rateHz) / 1000) + 1 }, (_, i) => {
    const t = (i * 1000) / rateHz;
    let mv = REST_MV;
    starts.forEach((start, n) => {
      if (t - start > -60 && t - start < 900) mv += pulse(t - start, shapes[n] as TrainShape);
    });
    return mv;
  });
}

/** A trace with white noise, SD in mV. */
export function noisy(trace: Float64Array, sdMv: number, seed = 7): Float64Array {
  const random = createRandom(seed);
  return trace.map((mv) => mv + sdMv * random.normal());
}
