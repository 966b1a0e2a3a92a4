import {
  boolean,
  choice,
  dictionary,
  integerBetween,
  list,
  nullable,
  number,
  numberBetween,
  optional,
  record,
  text,
  textOf,
  type Of,
} from '../schema/index.ts';
import { drugEntrySchema } from './drug-schema.ts';
import { MOST_NM } from './most-nm.ts';
import { SWEEP_OUTCOMES } from './sweep-outcome.ts';
import { sweepConditionSchema } from './sweep-condition.ts';
import { washResultSchema } from './wash-schema.ts';
import { washSchema } from './wash.ts';

export const EXPERIMENT_SCHEMA = 'twinclamp.experiment/1';

/** Bounds of an experiment: 12 concentrations of 24 members are 1 % of the first two. */
export const MOST_CONCENTRATIONS = 100;
export const MOST_CONDITIONS = 100;
export const MOST_CELLS = 100;
const MOST_MEMBERS = 20_000;
const MOST_PARAMETERS = 200;
const MOST_DRUGS = 20;
const MOST_POINTS = 10_000;
const NAME_LONGEST = 200;

const concentration = numberBetween(0, MOST_NM);
const spread = record({ median: number, low: number, high: number });

/** What is asked of an experiment; with the cells it decides every figure. */
export const experimentSettingsSchema = record({
  name: textOf(0, NAME_LONGEST),
  /** The drug whose concentration rises, with the values that were used. */
  entry: drugEntrySchema,
  concentrationsNm: list(concentration, MOST_CONCENTRATIONS),
  /** Drugs that are there at one concentration. */
  beside: list(record({ entry: drugEntrySchema, concentrationNm: concentration }), MOST_DRUGS),
  /** Other sources of the drug, whose curves are drawn of the twin itself. */
  sources: list(drugEntrySchema, MOST_DRUGS),
  conditions: list(sweepConditionSchema, MOST_CONDITIONS),
  /** The drug washes in and out in time; absent: each concentration by itself. Concentrations are then those that flow. */
  wash: optional(washSchema),
  /** Disagreement of laboratories that the draws use where a source gives no interval. */
  labSpread: record({ logIc50Sd: number, logHillSd: number, pairs: number }),
  seed: integerBetween(0, Number.MAX_SAFE_INTEGER),
  shares: boolean,
});
export type ExperimentSettings = Of<typeof experimentSettingsSchema>;

/** A cell as the engines take it. */
export const experimentCellSchema = record({
  name: textOf(0, NAME_LONGEST),
  cellModel: text,
  origin: choice('simulated', 'recorded', 'unknown'),
  /** Whether the members are cells that a recording cannot distinguish, or a synthetic population. */
  kind: choice('twin', 'population'),
  values: list(number, MOST_PARAMETERS),
  members: list(list(number, MOST_PARAMETERS), MOST_MEMBERS),
  alarms: list(text, 100),
  /** The twin does not reproduce its recording: stands on every result. */
  fitFailed: boolean,
});
export type ExperimentCell = Of<typeof experimentCellSchema>;

const features = dictionary(nullable(number));
const trace = list(number, MOST_POINTS);

const levelCell = record({
  outcome: choice(...SWEEP_OUTCOMES),
  features,
  cycleVariation: nullable(number),
  chargesPcPf: nullable(dictionary(number)),
});

/** Results at one concentration. */
export const sweepLevelSchema = record({
  nM: number,
  /** Blocked fractions with the published values. */
  blocked: dictionary(number),
  /** Channels whose block is extrapolated beyond the highest concentration tested. */
  beyond: list(text, 20),
  /** What most cells do, the worse where two are as many, and the share of each. */
  outcome: choice(...SWEEP_OUTCOMES),
  outcomes: dictionary(number),
  /** Median and central 90 % over the cells that have the feature; null where none has it. */
  features: dictionary(nullable(spread)),
  /** Change against no drug within each cell, in the unit of the feature. */
  changes: dictionary(nullable(spread)),
  /** Net charge of each current over a cycle, pC/pF. */
  chargesPcPf: dictionary(nullable(spread)),
  /** Shares of the variance of the change of APD90; null where they were not asked for or too few cells have one. */
  apd90Shares: nullable(record({ twin: number, drug: number, both: number })),
  /** The twin itself with the published values. */
  twin: levelCell,
  /** Every cell of the band, in the order of the draws. */
  cells: list(record({ outcome: choice(...SWEEP_OUTCOMES), apd90Ms: nullable(number), cycleLengthMs: nullable(number) }), MOST_MEMBERS),
  /** Last beat of the twin, mV every 2 ms from 60 ms before its upstroke, its currents, A/F, and the band of the cells. */
  beat: nullable(trace),
  currents: nullable(dictionary(trace)),
  band: nullable(record({ median: trace, low: trace, high: trace })),
});
export type SweepLevel = Of<typeof sweepLevelSchema>;

/** Results of one cell in one condition. */
export const experimentResultSchema = record({
  /** Places among cells and conditions. */
  cell: integerBetween(0, MOST_CELLS),
  condition: integerBetween(0, MOST_CONDITIONS),
  levels: list(sweepLevelSchema, MOST_CONCENTRATIONS + 1),
  sources: list(
    record({ source: text, concentrations: list(record({ nM: number, ...levelCell.fields }), MOST_CONCENTRATIONS + 1) }),
    MOST_DRUGS,
  ),
  /** Of a wash-in, in place of levels. */
  wash: optional(washResultSchema),
  simulations: integerBetween(0, 1e9),
  seconds: number,
});
export type ExperimentResult = Of<typeof experimentResultSchema>;

/** A stored experiment: everything that its figures need, and what made them. */
export const experimentSchema = record({
  schema: choice(EXPERIMENT_SCHEMA),
  id: textOf(1, 40),
  createdAt: text,
  /** Program, and the signature of the cell's equations. */
  versions: record({ program: text, equations: dictionary(number) }),
  settings: experimentSettingsSchema,
  cells: list(experimentCellSchema, MOST_CELLS),
  results: list(experimentResultSchema, MOST_CELLS * MOST_CONDITIONS),
});
export type Experiment = Of<typeof experimentSchema>;
