/** Charge, and mobility over that of potassium, from limiting conductivities at 25 degC: Ng & Barry 1995, J Neurosci Methods 56:37. */
const IONS = {
  Na: { charge: 1, mobility: 0.682 },
  K: { charge: 1, mobility: 1 },
  Cs: { charge: 1, mobility: 1.05 },
  Ca: { charge: 2, mobility: 0.405 },
  Mg: { charge: 2, mobility: 0.361 },
  Cl: { charge: -1, mobility: 1.0388 },
  aspartate: { charge: -1, mobility: 0.3 },
  gluconate: { charge: -1, mobility: 0.33 },
} as const;
type Ion = keyof typeof IONS;

/** Concentrations of its ions, mM; buffers are left out. */
export type Solution = { readonly [I in Ion]?: number };

/** J / (mol K), C / mol, and degC as K. */
const GAS = 8.314_46;
const FARADAY = 96_485.3;
const ZERO_C = 273.15;

/**
 * Liquid junction potential by Henderson: of the bath against the pipette, mV, positive as it is published for gluconate.
 * @param temperatureC of the bath
 * @example junctionPotentialMv({ K: 140, Cl: 140 }, { Na: 140, Cl: 140 }, 25); // 4.4
 */
export function junctionPotentialMv(pipette: Solution, bath: Solution, temperatureC: number): number {
  const names = Object.keys(IONS) as Ion[];
  const sum = (of: (ion: (typeof IONS)[Ion], pipetteMm: number, bathMm: number) => number): number =>
    names.reduce((total, name) => total + of(IONS[name], pipette[name] ?? 0, bath[name] ?? 0), 0);
  const flux = sum(({ charge, mobility }, inPipette, inBath) => charge * mobility * (inBath - inPipette));
  const change = sum(({ charge, mobility }, inPipette, inBath) => charge ** 2 * mobility * (inBath - inPipette));
  const ofPipette = sum(({ charge, mobility }, inPipette) => charge ** 2 * mobility * inPipette);
  const ofBath = sum(({ charge, mobility }, _, inBath) => charge ** 2 * mobility * inBath);
  const thermalMv = (1000 * GAS * (temperatureC + ZERO_C)) / FARADAY;
  // Of equal conductivity: the limit of ln(a / b) / (b - a).
  const perChange = Math.abs(change) < 1e-9 ? -1 / ofBath : Math.log(ofPipette / ofBath) / change;
  return thermalMv * flux * perChange;
}
