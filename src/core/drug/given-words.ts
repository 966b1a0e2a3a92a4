import type { ExperimentSettings } from './experiment-schema.ts';

/** "dofetilide + verapamil 81 nM": the drug that rises, and those beside it at one concentration. */
export function givenWords({ entry, beside }: Pick<ExperimentSettings, 'entry' | 'beside'>): string {
  return [entry.drug, ...beside.map((other) => `${other.entry.drug} ${other.concentrationNm} nM`)].join(' + ');
}

/** The same with the source of the values of each: "dofetilide (FDA_manual_2018) + verapamil 81 nM (FDA_manual_2018)". */
export function givenWithSources({ entry, beside }: Pick<ExperimentSettings, 'entry' | 'beside'>): string {
  const others = beside.map((other) => `${other.entry.drug} ${other.concentrationNm} nM (${other.entry.sourceId})`);
  return [`${entry.drug} (${entry.sourceId})`, ...others].join(' + ');
}
