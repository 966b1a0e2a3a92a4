export const POTENTIAL_UNITS = ['mV', 'V'] as const;
export type PotentialUnit = (typeof POTENTIAL_UNITS)[number];

export const MV_PER: Readonly<Record<PotentialUnit, number>> = { mV: 1, V: 1000 };

/** A membrane potential is never within this of zero throughout, and seldom beyond this for long, mV. */
const LEAST_MV = 0.5;
const MOST_MV = 300;

/**
 * Why values in this unit are no membrane potential, as a sentence with the remedy; null where they may be one. Artefacts of up to a tenth
 * of the record do not count.
 */
export function unitProblem(values: ArrayLike<number>, unit: PotentialUnit): string | null {
  const sizes = Float64Array.from(values, Math.abs).sort();
  const usual = (sizes[Math.floor(0.9 * (sizes.length - 1))] ?? NaN) * MV_PER[unit];
  const shown = (mv: number): string => String(Number((mv / MV_PER[unit]).toPrecision(3)));
  const sentence = (remedy: string): string =>
    `Expected a membrane potential, got values within ${shown(usual)} ${unit} of zero. ${remedy}`;
  if (usual < LEAST_MV) return sentence(unit === 'mV' ? 'They look like volts: give the unit V.' : 'Check unit and scale of the trace.');
  if (usual > MOST_MV)
    return sentence(
      unit === 'V' && usual < 1000 * MOST_MV ? 'They look like millivolts: give the unit mV.' : 'Check unit and scale of the trace.',
    );
  return null;
}
