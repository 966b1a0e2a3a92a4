import { choice, nullable, numberBetween, record, textOf, type Of } from '../schema/index.ts';

export const BATH_PHASES = ['control', 'drug', 'wash'] as const;
export type BathPhase = (typeof BATH_PHASES)[number];

export const PHASE_WORDS: Readonly<Record<BathPhase, string>> = { control: 'Control', drug: 'Drug', wash: 'Wash' };

/** What flows over a cell, as its operator states it. */
export const bathSchema = record({
  phase: choice(...BATH_PHASES),
  /** null: none, as in a control. */
  drug: nullable(textOf(1, 100)),
  /** Of the drug in the bath, nM; null: none, or not known. */
  concentrationNm: nullable(numberBetween(0, 1e15)),
});
export type Bath = Of<typeof bathSchema>;

/** Code of the event that says what flows over the cell from its sample on; devices use codes below 256. */
export const BATH_CODE = 1001;

/** @example bathWords({ phase: 'drug', drug: 'dofetilide', concentrationNm: 10 }) // 'Drug: dofetilide 10 nM' */
export function bathWords({ phase, drug, concentrationNm }: Bath): string {
  const name = PHASE_WORDS[phase];
  if (drug === null) return name;
  const words = concentrationNm === null ? drug : `${drug} ${concentrationNm} nM`;
  return phase === 'wash' ? `${name} of ${drug}` : `${name}: ${words}`;
}
