import { beatTraceSchema } from '../beat/beat-trace.ts';
import {
  boolean,
  choice,
  interval,
  list,
  nullable,
  number,
  numberAbove,
  numberAboveTo,
  numberBetween,
  optional,
  record,
  text,
  type Of,
} from '../schema/index.ts';
import { ensembleBeatSchema } from '../twin/ensemble-beat.ts';

/** Currents that a drug may block, as block tables name them. INaL is accepted and does nothing in a cell without it, which is said. */
export const DRUG_CHANNELS = ['IKr', 'IKs', 'ICaL', 'INa', 'If', 'IK1', 'Ito', 'INaL', 'ICaT'] as const;
export type DrugChannel = (typeof DRUG_CHANNELS)[number];

/** An activator increases a current tenfold at most. */
export const LEAST_EFFECT = -9;

/** Bounds of what a block may be. */
export const MOST_IC50_NM = 1e15;
export const MOST_HILL = 100;

/** Block of one channel. */
export const channelBlockSchema = record({
  channel: choice(...DRUG_CHANNELS),
  /** Concentration that blocks half of the current, nM. */
  ic50Nm: numberAboveTo(0, MOST_IC50_NM),
  /** Hill coefficient. */
  hill: numberAboveTo(0, MOST_HILL),
  /** Effect at saturation: 1 (where absent) blocks all of the current, -1 doubles it (an activator). */
  maxEffect: optional(numberBetween(LEAST_EFFECT, 1)),
});
export type ChannelBlock = Of<typeof channelBlockSchema>;

/** Block of one channel as one source published it. */
const publishedBlockSchema = record({
  ...channelBlockSchema.fields,
  /** The IC50 is above the highest concentration tested. */
  extrapolated: boolean,
  /** Whether the source gives the Hill coefficient; else 1 is assumed. */
  hillGiven: boolean,
  /** Published 95 % limits of the IC50, nM, and of the Hill coefficient; absent where the source gives none. */
  ic50Interval: optional(interval),
  hillInterval: optional(interval),
  /** Highest concentration tested, nM; absent where it is not published. */
  testedToNm: optional(numberAbove(0)),
  /** By the cell's own clamps: logarithm of its current with drug over that without, its SD, and the concentration, nM. */
  measured: optional(record({ log: number, sd: numberAbove(0), atNm: numberAbove(0) })),
});
export type PublishedBlock = Of<typeof publishedBlockSchema>;

/** One drug by one source. A channel that is not listed is unknown or was not blocked: never a measured zero. */
export const drugEntrySchema = record({
  drug: text,
  sourceId: text,
  /** Free therapeutic peak plasma concentration, nM. */
  freeCmaxNm: nullable(numberAbove(0)),
  channels: list(publishedBlockSchema),
  note: text,
});
export type DrugEntry = Of<typeof drugEntrySchema>;

/** What a drug does to the cells that a recording cannot distinguish from its twin. */
export const ensembleEffectSchema = record({
  before: ensembleBeatSchema,
  after: ensembleBeatSchema,
  /** Median and central 90 % of the change within each cell that has the feature without and with the drug, in its unit. */
  change: ensembleBeatSchema.fields.features,
});
export type EnsembleEffect = Of<typeof ensembleEffectSchema>;

/** What a drug does to a twin and to its ensemble. */
export const drugEffectSchema = record({
  before: beatTraceSchema,
  after: beatTraceSchema,
  /** The same for the cells that the recording cannot distinguish from the twin; null for a twin without an ensemble. */
  ensemble: nullable(ensembleEffectSchema),
  blockedFraction: list(record({ channel: text, fraction: number })),
  /** For instance that this cell has no late sodium current. */
  notes: list(text),
});
export type DrugEffect = Of<typeof drugEffectSchema>;
