import type { BeatTrace } from '../beat/beat-trace.ts';
import type { EnsembleBeat, TwinMember } from './ensemble.ts';

export type { ApFeatures } from '../beat/ap-features.ts';

/**
 * How far the recording, rather than the prior, set a parameter: posterior SD / prior SD below 0.4, 0.4-0.85, above. 'nothing' where the
 * fit failed
 * (see fitFailed): then no value is informed by the recording, nor is it the prior's.
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

/** Which recordings of its cell a twin was fitted to. */
export interface TwinEvidence {
  /** 'clamp': the current alone; 'clamp+potential': the cell's own potential as well, which then is no test of the twin. */
  readonly mode: 'clamp' | 'clamp+potential';
  readonly used: readonly TwinUsed[];
  readonly leftOut: readonly TwinLeftOut[];
  /** Named population whose cells taught the prior, and how many of them; null for the wide prior. */
  readonly prior: { readonly name: string; readonly cells: number } | null;
}

export interface TwinUsed {
  readonly recording: string;
  readonly crc32: number;
  readonly kind: 'clamp' | 'potential';
}

export interface TwinLeftOut {
  readonly recording: string;
  /** A sentence. */
  readonly why: string;
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
  /** Is the residual white? Null in files of before it was told. */
  readonly residualCorrelation: ResidualCorrelation | null;
  /** rms of recorded minus twin current from 0.5 ms after each jump of the command on, pA/pF; null in files of before it was told. */
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
  /** Whether the recording stated the temperature, or the model's 37 degC were assumed; absent in files of before it was told. */
  readonly temperatureSource?: 'stated' | 'assumed';
  /** Whether the recording came from a simulated cell; absent in files of before it was told. */
  readonly simulated?: boolean;
  readonly protocolId: string;
  /** Which recordings it was fitted to; absent: one clamp recording, as the provenance names it. */
  readonly evidence?: TwinEvidence;
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
  /** Draws from the posterior and what they do by themselves; null where the method gives none. */
  readonly ensemble: TwinEnsemble | null;
  /** Parameter combinations that this recording cannot tell, in words. */
  readonly notIdentifiable: readonly string[];
  /** Reasons not to trust the twin; empty when none was found. */
  readonly alarms: readonly string[];
  readonly provenance: TwinProvenance;
}

/** The twin as an ensemble: cells that the recording cannot tell from it. */
export interface TwinEnsemble {
  readonly members: readonly TwinMember[];
  readonly beat: EnsembleBeat;
  /** With the inferred seal leak in place; null where none was inferred. */
  readonly beatWithLeak: EnsembleBeat | null;
  /**
   * Cells that were drawn from what the current tells, of which those that beat (or rest) as the recorded cell does are the members; null
   * where all that were drawn are.
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
