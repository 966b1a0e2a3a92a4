import { dictionary, list, nullable, number, partialDictionary, record, type Of } from '../schema/index.ts';
import { OUTCOMES } from '../beat/phenotype.ts';

/** Parameters of a twin that are read: far above what a model has. */
export const MOST_PARAMETERS = 500;

/** One draw from a twin's posterior: a cell that the recording cannot distinguish from the twin. */
export const twinMemberSchema = record({
  /** Multipliers, order of the twin's parameters. */
  multipliers: list(number, MOST_PARAMETERS),
  /** Scales of the fixed currents where they were inferred, by id, and concentrations outside where they were stated, mM. */
  scales: dictionary(number),
});
export type TwinMember = Of<typeof twinMemberSchema>;

/** Median and central 90 % over the members that have the feature. */
export const spreadSchema = record({ median: number, low: number, high: number });
export type Spread = Of<typeof spreadSchema>;

/** Spontaneous activity of an ensemble. */
export const ensembleBeatSchema = record({
  members: number,
  /** Share of the members with each outcome. */
  outcomes: partialDictionary(OUTCOMES, number),
  features: record({
    cycleLengthMs: nullable(spreadSchema),
    apd50Ms: nullable(spreadSchema),
    apd90Ms: nullable(spreadSchema),
    mdpMv: nullable(spreadSchema),
    peakMv: nullable(spreadSchema),
    dvdtMaxVs: nullable(spreadSchema),
  }),
});
export type EnsembleBeat = Of<typeof ensembleBeatSchema>;
