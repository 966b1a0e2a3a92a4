import type { PhenotypeOutcome } from './phenotype.ts';

/** Whether a cell beats, regularly or not. */
export function doesBeat({ outcome }: { readonly outcome: PhenotypeOutcome }): boolean {
  return outcome === 'beating' || outcome === 'irregular';
}
