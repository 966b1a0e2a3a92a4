import type { Compensation } from '../../../shared/riglink/index.ts';

export const NO_COMPENSATION: Compensation = {
  fastCapacitancePf: 0,
  membraneCapacitancePf: 0,
  seriesResistanceMohm: 0,
  correctionPercent: 0,
  predictionPercent: 0,
  lagUs: 0,
  junctionPotentialMv: 0,
  offsetMv: 0,
};

/** Ranges of the simulated amplifier's knobs: smallest, largest and step of each. */
const KNOBS: { readonly [K in keyof Compensation]: readonly [number, number, number] } = {
  fastCapacitancePf: [0, 15, 0.05],
  membraneCapacitancePf: [0, 200, 0.1],
  seriesResistanceMohm: [0, 100, 0.05],
  correctionPercent: [0, 95, 1],
  predictionPercent: [0, 95, 1],
  lagUs: [1, 200, 1],
  junctionPotentialMv: [-50, 50, 0.1],
  offsetMv: [-50, 50, 0.05],
};

/** The nearest setting of the knobs, which the amplifier then applies and reports. */
export function realiseCompensation(asked: Compensation): Compensation {
  const realised: { -readonly [K in keyof Compensation]: number } = { ...asked };
  for (const name of Object.keys(KNOBS) as (keyof Compensation)[]) {
    const [smallest, largest, step] = KNOBS[name];
    const whole = Math.round(Math.min(largest, Math.max(smallest, asked[name])) / step);
    realised[name] = Number((whole * step).toFixed(6));
  }
  return realised;
}
