import { beatTraceSchema, type BeatTrace } from '../beat/beat-trace.ts';
import { BATH_LIMITS_MM } from '../cell/bath-mm.ts';
import { CELL_MODELS } from '../cell/models.ts';
import {
  boolean,
  choice,
  interval,
  list,
  nullable,
  number,
  numberBetween,
  numberFrom,
  optional,
  record,
  text,
  type Of,
} from '../schema/index.ts';
import { CELL_KINDS } from '../trace/cell-kind.ts';
import { beatBandSchema } from './beat-band.ts';
import { ensembleBeatSchema, MOST_PARAMETERS, twinMemberSchema } from './ensemble-beat.ts';

export type { ApFeatures } from '../beat/ap-features.ts';

/** Cells of an ensemble that are read: far above what is drawn. */
const MOST_MEMBERS = 5_000;
const MOST_RECORDINGS = 1_000;

/**
 * How far the recording, rather than the prior, set a parameter: posterior SD / prior SD below 0.4, 0.4-0.85, above. 'nothing' where the
 * fit failed (see fitFailed): then no value is informed by the recording, nor is it the prior's.
 */
const informedBy = choice('data', 'partly', 'prior', 'nothing');
export type InformedBy = Of<typeof informedBy>;

const twinParameter = record({
  id: text,
  current: text,
  unit: text,
  /** Value of the published cell of the model. */
  baseline: number,
  /** Inferred value, same unit. */
  value: number,
  /** Of the twin itself: the best fit. */
  multiplier: number,
  /** Posterior mean of the multiplier: the estimate with the least expected error. */
  mean: number,
  /** Posterior standard deviation of the multiplier. */
  sd: numberFrom(0),
  /** 90 % interval of the multiplier. */
  interval90: interval,
  informedBy,
});
export type TwinParameter = Of<typeof twinParameter>;

const twinNuisance = record({
  /** Of a rig parameter (see RIG_PARAMETERS), or the scale of a fixed current (scale.Ito ...). */
  id: text,
  label: text,
  unit: text,
  value: number,
  sd: numberFrom(0),
});
export type TwinNuisance = Of<typeof twinNuisance>;

/** A recording that a twin was fitted to: 'potential' is the cell's own, of 'paced' ones the beat after its stimulus. */
const twinUsed = record({ recording: text, crc32: number, kind: choice('clamp', 'potential', 'paced') });
export type TwinUsed = Of<typeof twinUsed>;

/** A recording of the cell that was not fitted, and the reason in a sentence. */
const twinLeftOut = record({ recording: text, why: text });
export type TwinLeftOut = Of<typeof twinLeftOut>;

/** Which recordings of its cell a twin was fitted to. */
const twinEvidence = record({
  /** 'clamp': the current alone; 'clamp+potential': the cell's own potential as well, which then is no test of the twin. */
  mode: choice('clamp', 'clamp+potential'),
  used: list(twinUsed, MOST_RECORDINGS),
  leftOut: list(twinLeftOut, MOST_RECORDINGS),
  /** Named population whose cells the prior was learned from, and their number; null for the wide prior. */
  prior: nullable(record({ name: text, cells: number })),
});
export type TwinEvidence = Of<typeof twinEvidence>;

/** Access resistance and capacitance that were measured with the recording, as the fit of an electrode began with them. */
const twinAccess = record({
  /** 'stated': by the membrane test before the recording, or by its file; 'steps': by the recording's own steps. */
  from: choice('stated', 'steps'),
  seriesResistanceMohm: numberFrom(0),
  membraneCapacitancePf: numberFrom(0),
  /** Of the series resistance; null: not stated, and none was assumed. */
  compensationPercent: nullable(number),
  /** Series resistance that is left times capacitance: median of the prior of rsCmMs, ms; null: no patched cell has these values. */
  expectedMs: nullable(numberFrom(0)),
});
export type TwinAccess = Of<typeof twinAccess>;

const twinClamp = record({
  /** 'ideal': no electrode; 'rig': series resistance, leak, offset and residual capacitance are in `nuisance`. */
  mode: choice('ideal', 'rig'),
  /** Cutoff of the amplifier's low-pass filter, Hz; null where unknown or none. */
  filterHz: nullable(number),
  /** null: nothing was stated; absent: an ideal clamp, or an older file. */
  access: optional(nullable(twinAccess)),
});
export type TwinClamp = Of<typeof twinClamp>;

/** Whiteness of a residual in units of its SD. */
const residualCorrelation = record({
  /** Correlation of each observation with the next; 0 for noise. */
  lag1: number,
  /** White noise stays within this either way in 99 of 100 recordings. */
  chance: number,
});
export type ResidualCorrelation = Of<typeof residualCorrelation>;

const twinFit = record({
  /** rms of recorded minus twin current over the range (max - min) of the recording, %. */
  nrmsePercent: number,
  residualRmsPaPf: number,
  /** White-noise estimate of the recording, pA/pF per sample. */
  noisePaPf: number,
  chi2PerSample: number,
  /** Whiteness of the residual. Null in older files, which do not hold it. */
  residualCorrelation: nullable(residualCorrelation),
  /** rms of recorded minus twin current from 0.5 ms after each jump of the command on, pA/pF; null in older files. */
  residualAfterStepsPaPf: nullable(number),
  iterations: number,
});
export type TwinFit = Of<typeof twinFit>;

/** The twin as an ensemble: cells that the recording cannot distinguish from it. */
const twinEnsemble = record({
  members: list(twinMemberSchema, MOST_MEMBERS),
  beat: ensembleBeatSchema,
  /** With the inferred seal leak in place; null where none was inferred. */
  beatWithLeak: nullable(ensembleBeatSchema),
  /**
   * Number of cells drawn from the posterior of the current; those that beat (or rest) as the recorded cell are the members. Null where all
   * draws are members.
   */
  drawn: nullable(number),
});
export type TwinEnsemble = Of<typeof twinEnsemble>;

const concentration = ([low, high]: readonly [number, number]) => optional(numberBetween(low, high));

const twinBath = record({
  potassium: concentration(BATH_LIMITS_MM.potassium),
  calcium: concentration(BATH_LIMITS_MM.calcium),
  sodium: concentration(BATH_LIMITS_MM.sodium),
});

const [firstModel = '', ...otherModels] = CELL_MODELS.map(({ id }) => id);

const twinProvenance = record({
  program: text,
  /** Name and paper of the cell model, as people read them. */
  model: text,
  /** Id of the cell model. */
  cellModel: choice(firstModel, ...otherModels),
  network: nullable(text),
  networkSha256: nullable(text),
  backend: nullable(text),
  recording: text,
  recordingCrc32: number,
  priorSd: number,
  seed: number,
});
export type TwinProvenance = Of<typeof twinProvenance>;

/** Spontaneous beating of a twin. */
export type TwinBeat = BeatTrace;

/**
 * The digital twin: what is exported, stored and shown. The order of the fields is that of the file.
 * @example checked(twinSchema, json, 'cell-3.json')
 */
export const twinSchema = record({
  schema: choice('twinclamp.twin/3'),
  createdAt: text,
  cellName: text,
  method: choice('network', 'refined', 'fit'),
  /** Of the cell, degC. */
  temperatureC: numberBetween(-20, 100),
  /** Whether the recording stated the temperature, or the model's 37 degC were assumed; absent in older files. */
  temperatureSource: optional(choice('stated', 'assumed')),
  /** Concentrations outside the cell that the recording states, mM; absent: none, they are those of the published cell. */
  bathMm: optional(twinBath),
  /** Whether the recording came from a simulated cell; absent in older files. */
  simulated: optional(boolean),
  /** What the cell was taken for, which decides on the prior (ADR 40); absent in older files. */
  cell: optional(choice(...CELL_KINDS)),
  protocolId: text,
  /** Which recordings it was fitted to; absent: one clamp recording, as the provenance names it. */
  evidence: optional(twinEvidence),
  /** How the recording was taken to be made. */
  clamp: twinClamp,
  parameters: list(twinParameter, MOST_PARAMETERS),
  nuisance: list(twinNuisance),
  fit: twinFit,
  /** Spontaneous beating of the twin without an electrode. */
  beat: beatTraceSchema,
  /**
   * Beating with the inferred seal leak, right after the protocol where the cell was recorded so: what a recording through the same pipette
   * shows; null where no leak was inferred.
   */
  beatWithLeak: nullable(beatTraceSchema),
  /** Draws from the posterior and their spontaneous activity; null where the method gives none. */
  ensemble: nullable(twinEnsemble),
  /** What the ensemble does over a beat, in the recorded frame; absent: no ensemble, too few that do as the twin does, or an older file. */
  beatBand: optional(beatBandSchema),
  /** Parameter combinations that this recording does not identify, in words. */
  notIdentifiable: list(text),
  /** What is to be known of the recording and is no reason against the twin; absent: nothing, or an older file. */
  recordingNotes: optional(list(text)),
  /** Reasons not to trust the twin; empty when none was found. */
  alarms: list(text),
  provenance: twinProvenance,
  /** In exported files: how they may be used, and the paper of the cell model. */
  licence: optional(text),
  citation: optional(text),
});
export type Twin = Of<typeof twinSchema>;
