import type { CellKind } from '../trace/cell-kind.ts';
import type { BeatTrace } from '../beat/beat-trace.ts';
import type { EnsembleBeat, TwinMember } from './ensemble.ts';

export type { ApFeatures } from '../beat/ap-features.ts';

/**
 * How far the recording, rather than the prior, set a parameter: posterior SD / prior SD below 0.4, 0.4-0.85, above. 'nothing' where the
 * fit failed (see fitFailed): then no value is informed by the recording, nor is it the prior's.
 */
export type InformedBy = 'data' | 'partly' | 'prior' | 'nothing';

export interface TwinParameter {
  readonly id: string;
  readonly current: string;
  readonly unit: string;
  /** Value of the published cell of the model. */
  readonly baseline: number;
  /** Inferred value, same unit. */
  readonly value: number;
  /** Of the twin itself: the best fit. */
  readonly multiplier: number;
  /** Posterior mean of the multiplier: the estimate with the least expected error. */
  readonly mean: number;
  /** Posterior standard deviation of the multiplier. */
  readonly sd: number;
  /** 90 % interval of the multiplier. */
  readonly interval90: readonly [number, number];
  readonly informedBy: InformedBy;
}

export interface TwinNuisance {
  /**
   * rsCmMs, leakNsPf, offsetPaPf, offsetMv, residualCapacitance, capacitanceRatio, prediction, or the scale of a fixed current (scale.Ito
   * ...).
   */
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly sd: number;
}

export interface TwinClamp {
  /** 'ideal': no electrode; 'rig': series resistance, leak, offset and residual capacitance are in `nuisance`. */
  readonly mode: 'ideal' | 'rig';
  /** Cutoff of the amplifier's low-pass filter, Hz; null where unknown or none. */
  readonly filterHz: number | null;
}

export interface TwinFit {
  /** rms of recorded minus twin current over the range (max - min) of the recording, %. */
  readonly nrmsePercent: number;
  readonly residualRmsPaPf: number;
  /** White-noise estimate of the recording, pA/pF per sample. */
  readonly noisePaPf: number;
  readonly chi2PerSample: number;
  /** Whiteness of the residual. Null in older files, which do not hold it. */
  readonly residualCorrelation: ResidualCorrelation | null;
  /** rms of recorded minus twin current from 0.5 ms after each jump of the command on, pA/pF; null in older files. */
  readonly residualAfterStepsPaPf: number | null;
  readonly iterations: number;
}

/** Whiteness of a residual in units of its SD. */
export interface ResidualCorrelation {
  /** Correlation of each observation with the next; 0 for noise. */
  readonly lag1: number;
  /** White noise stays within this either way in 99 of 100 recordings. */
  readonly chance: number;
}

/** Spontaneous beating of a twin. */
export type TwinBeat = BeatTrace;

/** The digital twin: what is exported, stored and shown. */
export interface Twin {
  readonly schema: 'twinclamp.twin/3';
  readonly createdAt: string;
  readonly cellName: string;
  readonly method: 'network' | 'refined' | 'fit';
  /** Of the cell, degC. */
  readonly temperatureC: number;
  /** Whether the recording stated the temperature, or the model's 37 degC were assumed; absent in older files. */
  readonly temperatureSource?: 'stated' | 'assumed';
  /** Whether the recording came from a simulated cell; absent in older files. */
  readonly simulated?: boolean;
  /** What the cell was taken for, which decides on the prior (ADR 40); absent in files of before. */
  readonly cell?: CellKind;
  readonly protocolId: string;
  /** How the recording was taken to be made. */
  readonly clamp: TwinClamp;
  readonly parameters: readonly TwinParameter[];
  readonly nuisance: readonly TwinNuisance[];
  readonly fit: TwinFit;
  /** Spontaneous beating of the twin without an electrode. */
  readonly beat: TwinBeat;
  /**
   * Beating with the inferred seal leak, right after the protocol where the cell was recorded so: what a recording through the same pipette
   * shows; null where no leak was inferred.
   */
  readonly beatWithLeak: TwinBeat | null;
  /** Draws from the posterior and their spontaneous activity; null where the method gives none. */
  readonly ensemble: TwinEnsemble | null;
  /** Parameter combinations that this recording does not identify, in words. */
  readonly notIdentifiable: readonly string[];
  /** What is to be known of the recording and is no reason against the twin; absent: nothing, or a file of before. */
  readonly recordingNotes?: readonly string[];
  /** Reasons not to trust the twin; empty when none was found. */
  readonly alarms: readonly string[];
  readonly provenance: TwinProvenance;
}

/** The twin as an ensemble: cells that the recording cannot distinguish from it. */
export interface TwinEnsemble {
  readonly members: readonly TwinMember[];
  readonly beat: EnsembleBeat;
  /** With the inferred seal leak in place; null where none was inferred. */
  readonly beatWithLeak: EnsembleBeat | null;
  /**
   * Number of cells drawn from the posterior of the current; those that beat (or rest) as the recorded cell are the members. Null where all
   * draws are members.
   */
  readonly drawn: number | null;
}

export interface TwinProvenance {
  readonly program: string;
  /** Name and paper of the cell model, as people read them. */
  readonly model: string;
  /** Id of the cell model. */
  readonly cellModel: string;
  readonly network: string | null;
  readonly networkSha256: string | null;
  readonly backend: string | null;
  readonly recording: string;
  readonly recordingCrc32: number;
  readonly priorSd: number;
  readonly seed: number;
}
