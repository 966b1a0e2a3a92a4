import type { Solution } from './junction-potential.ts';

export interface NamedSolution {
  /** Its salts, mM. */
  readonly name: string;
  readonly ions: Solution;
}

/** Usual pipette solutions of cardiac myocytes; buffers and chelators are left out. */
export const PIPETTE_SOLUTIONS: readonly NamedSolution[] = [
  { name: 'K-gluconate 125, KCl 20, NaCl 5, MgCl₂ 1', ions: { K: 145, Na: 5, Mg: 1, gluconate: 125, Cl: 27 } },
  { name: 'K-aspartate 120, KCl 25, NaCl 5, MgCl₂ 1', ions: { K: 145, Na: 5, Mg: 1, aspartate: 120, Cl: 32 } },
  { name: 'KCl 140, NaCl 5, MgCl₂ 1', ions: { K: 140, Na: 5, Mg: 1, Cl: 147 } },
  { name: 'Cs-aspartate 110, CsCl 30, NaCl 5, MgCl₂ 1', ions: { Cs: 140, Na: 5, Mg: 1, aspartate: 110, Cl: 37 } },
];

export const BATH_SOLUTIONS: readonly NamedSolution[] = [
  { name: 'Tyrode: NaCl 140, KCl 5.4, CaCl₂ 1.8, MgCl₂ 1', ions: { Na: 140, K: 5.4, Ca: 1.8, Mg: 1, Cl: 151 } },
  { name: 'Without potassium: NaCl 145, CaCl₂ 1.8, MgCl₂ 1', ions: { Na: 145, Ca: 1.8, Mg: 1, Cl: 150.6 } },
];
