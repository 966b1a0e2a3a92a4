import { describe, expect, test } from 'vitest';
import { junctionPotentialMv } from './junction-potential.ts';
import { BATH_SOLUTIONS, PIPETTE_SOLUTIONS } from './solutions.ts';

const KCL = { K: 140, Cl: 140 };
const NACL = { Na: 140, Cl: 140 };
const CHARGES = { Na: 1, K: 1, Cs: 1, Ca: 2, Mg: 2, Cl: -1, aspartate: -1, gluconate: -1 } as const;

describe('the liquid junction potential', () => {
  test('of two salts with an ion in common is that of Lewis and Sargent', () => {
    const expected = 25.6926 * Math.log((1 + 1.0388) / (0.682 + 1.0388));
    expect(junctionPotentialMv(KCL, NACL, 25)).toBeCloseTo(expected, 3);
    expect(junctionPotentialMv(NACL, KCL, 25)).toBeCloseTo(-expected, 3);
  });

  test('is none between equal solutions, and steady where conductivities are equal', () => {
    expect(junctionPotentialMv(KCL, KCL, 25)).toBeCloseTo(0, 9);
    const near = [139.999, 140, 140.001].map((K) => junctionPotentialMv({ K, Cl: K }, { Cs: 133.0275, Cl: 140.247 }, 25));
    for (const mv of near) expect(Math.abs(mv - near[0]!)).toBeLessThan(0.01);
  });

  test('of gluconate and aspartate is 12 to 18 mV, as it is measured', () => {
    const bath = BATH_SOLUTIONS[0]!.ions;
    for (const { name, ions } of PIPETTE_SOLUTIONS.filter(({ name }) => /gluconate|K-aspartate/.test(name))) {
      const mv = junctionPotentialMv(ions, bath, 25);
      expect([name, mv > 12 && mv < 18]).toEqual([name, true]);
    }
  });

  test.each([...PIPETTE_SOLUTIONS, ...BATH_SOLUTIONS])('$name is electrically neutral', ({ ions }) => {
    const charge = Object.entries(ions).reduce((sum, [ion, mm]) => sum + CHARGES[ion as keyof typeof CHARGES] * mm, 0);
    expect(charge).toBeCloseTo(0, 9);
  });
});
