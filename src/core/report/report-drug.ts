import { drugDose } from '../drug/drug-dose.ts';
import type { ChannelBlock, DrugEntry } from '../drug/drug-schema.ts';
import { measuredAtNm } from '../drug/measured-entry.ts';
import { findDrug } from '../drug/find-drug.ts';

/** The block a report shows. */
export interface ReportDrug {
  readonly title: string;
  readonly channels: readonly ChannelBlock[];
  readonly concentrationNm: number;
  /** Notes on it: source, other sources and their spread. */
  readonly notes: readonly string[];
}

/** Shown when no drug is asked for: half of the rapid delayed rectifier, as by hERG blockers. */
export const EXAMPLE_BLOCK: ReportDrug = {
  title: 'IKr blocked by 50 %',
  channels: [{ channel: 'IKr', ic50Nm: 1, hill: 1 }],
  concentrationNm: 1,
  notes: [],
};

export interface DrugWish {
  readonly drug: string;
  /** Default: that at which the cell itself was measured, else the free therapeutic maximum of the source. */
  readonly concentrationNm?: number;
  /** Default: as everywhere, see defaultEntry. */
  readonly sourceId?: string;
}

/** A drug of the table for a report. @throws Error when drug or source are unknown, or neither a concentration nor a Cmax is there */
export function reportDrug(table: readonly DrugEntry[], { drug, concentrationNm, sourceId }: DrugWish): ReportDrug {
  const { entry } = findDrug(table, drug, sourceId);
  // A block measured on the cell applies where it was measured.
  const taken = concentrationNm ?? measuredAtNm(entry) ?? entry.freeCmaxNm;
  if (taken === null) throw new Error(`${entry.sourceId} gives no free Cmax of ${entry.drug}; expected a concentration in nM. Give one.`);
  const { channels, notes } = drugDose(table, { drug, concentrationNm: taken, sourceId });
  return { title: `${entry.drug} ${Number(taken.toPrecision(6))} nM (${entry.sourceId})`, channels, concentrationNm: taken, notes };
}
