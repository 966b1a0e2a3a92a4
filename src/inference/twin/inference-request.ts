import type { ClampModel, ClampSetup } from '../../core/inference/clamp-fit.ts';
import type { FitResult } from '../../core/inference/levenberg-marquardt.ts';
import type { Marginal } from '../../core/inference/marginal.ts';
import type { PhenotypeOutcome } from '../../core/beat/phenotype.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import type { TwinFit } from '../../core/twin/twin.ts';
import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import type { Predictor } from '../network/index.ts';
import type { LivingRequest } from '../living/living-request.ts';
import type { Setting } from './clamp-setup.ts';
import type { LeakDrift } from './seal-drift.ts';

export type InferenceMethod = 'network' | 'refined' | 'fit';

/** Posterior of a cell after its recording, before it becomes a twin. */
export interface Posterior {
  readonly setup: ClampSetup;
  readonly model: ClampModel;
  /**
   * The twin itself: coordinates of the best fit, or of the majority phenotype (see majorityPhenotype), and the values of the cell for the
   * engines.
   */
  readonly theta: Float64Array;
  readonly values: Float64Array;
  /** Of the multipliers. */
  readonly marginals: readonly Marginal[];
  readonly priorSd: number;
  /** SD of each coordinate of the fit before the recording, where it was learned from other cells; absent: 1. */
  readonly priorSds?: Float64Array;
  /**
   * Coordinates of cells that the recording cannot distinguish from the twin; by the network cells drawn from its answer, by a network
   * alone none where it does not give the correlation of its errors.
   */
  readonly draws: readonly Float64Array[];
  /**
   * Where draws must have the recorded phenotype: how many were drawn and how many have it; `chosen`: these are `draws`, else too few
   * have it and `draws` are the first.
   */
  readonly drawn?: { readonly all: number; readonly alike: number; readonly chosen: boolean } | null;
  /** Where nothing is known of the cell's own beat: how many cells were drawn, and how many beat or rest as the twin does. */
  readonly asTheTwin?: { readonly all: number; readonly alike: number };
  readonly fit: TwinFit;
  /** Null for the method 'network'. */
  readonly result: FitResult | null;
  /** Bins of the record that count; absent: all. */
  readonly counted?: readonly boolean[];
  /** What the twin leaves of the clamp over what the clamp fitted alone leaves; absent where it was fitted alone. */
  readonly residualRatio?: number;
  /** Of the seal along the recording, which was taken off; absent: none was seen. */
  readonly drift?: LeakDrift;
  /** Recordings that were simulated for it. */
  readonly simulations: number;
  /** Number of features of the recording outside the network's training data; null without one. */
  readonly unlikeFeatures: number | null;
}

/** Estimate during the search: the cell (ADJUSTABLE values; the same array as long as it is the same cell) and how well it fits. */
export interface PosteriorEstimate extends Omit<TwinEstimate, 'beat'> {
  readonly values: Float64Array;
}

/** A clamp recording with the model of its bins. */
export interface ObservedClamp {
  readonly recording: VoltageClampRecording;
  readonly setting: Setting;
  readonly model: ClampModel;
}

export interface InferenceRequest {
  readonly recording: VoltageClampRecording;
  readonly method: InferenceMethod;
  readonly seed: number;
  readonly setting: Setting;
  /** Of all clamps, where there are others. */
  readonly model: ClampModel;
  /** Further clamps of the same cell, each with the model of its own record. */
  readonly others?: readonly ObservedClamp[];
  readonly predictor: Predictor | null;
  /**
   * The search alone, ended at the first iteration after so many simulations: marginals then are Laplace's at the best point, and there are
   * no draws, which would go on searching. Absent: until it has converged.
   */
  readonly simulations?: number;
  /** See MultiStartOptions; draws that do not are not kept either. */
  readonly alike?: (thetas: readonly Float64Array[]) => readonly boolean[];
  /** Outcomes of free cells: the twin then has the majority phenotype of the ensemble. Where `alike` is given, that decides. */
  readonly outcomes?: (thetas: readonly Float64Array[]) => readonly PhenotypeOutcome[];
  /** For the method 'network': its answer without the Gauss-Newton correction. */
  readonly networkAlone?: boolean;
  /** Stages for living cells in place of those of the method. */
  readonly living?: LivingRequest;
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: 'features' | 'network' | 'refining', fraction: number, message: string) => void;
  /** Called with estimates during a search: the network's answer, then after each start and after the search. */
  readonly onEstimate?: (estimate: PosteriorEstimate) => void;
}
