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

  // Relative mobilities as Ng & Barry 1995 (doi:10.1016/0165-0270(94)00087-W) list them.
  test.each([
    ['Na', 0.682],
    ['Cs', 1.05],
    ['Ca', 0.405],
    ['Mg', 0.361],
  ] as const)('takes the published mobility of %s, %d of that of potassium', (ion, mobility) => {
    const charge = CHARGES[ion];
    // 100 mM of charge against KCl of as much, by Henderson: RT/F (f / g) ln(a / b).
    const [kcl, other] = [100 * (1 + 1.0388), 100 * (charge * mobility + 1.0388)];
    const expected = (25.6926 * (100 * (mobility - 1)) * Math.log(kcl / other)) / (other - kcl);
    expect(junctionPotentialMv({ K: 100, Cl: 100 }, { [ion]: 100 / charge, Cl: 100 }, 25)).toBeCloseTo(expected, 3);
  });

  test.each([
    ['aspartate', 0.3],
    ['gluconate', 0.33],
  ] as const)('takes the published mobility of %s, %d of that of potassium', (ion, mobility) => {
    const expected = 25.6926 * Math.log((1 + 1.0388) / (1 + mobility));
    expect(junctionPotentialMv({ K: 100, [ion]: 100 }, { K: 100, Cl: 100 }, 25)).toBeCloseTo(expected, 3);
  });

  // AxoBits 39, page 8; its 5 mM of HEPES on both sides are left out.
  test('is that of the worked example of JPCalc for K-gluconate, 15.6 mV', () => {
    const pipette = { K: 145, Na: 13, Cl: 10, gluconate: 145, Mg: 1 };
    const bath = { K: 2.8, Na: 145, Cl: 148.8, Mg: 2, Ca: 1 };
    expect(Math.abs(junctionPotentialMv(pipette, bath, 20) - 15.6)).toBeLessThan(0.2);
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
