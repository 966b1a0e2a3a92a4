import type { LiveScoreRequest } from '../../core/designer/live-score.ts';
import type { ProtocolScore } from '../../core/designer/score-protocol.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { FreeRecording, VoltageClampRecording } from '../../core/trace/recording.ts';
import type { TwinMember } from '../../core/twin/ensemble-beat.ts';
import type { ComparedMethod, MethodAnswer } from '../../core/twin/method-answer.ts';
import type { Twin, TwinBeat, TwinEvidence, TwinLeftOut } from '../../core/twin/twin.ts';
import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import type { ChannelBlock, DrugEffect } from '../../core/drug/drug-schema.ts';
import type { Experiment, ExperimentResult, SweepLevel } from '../../core/drug/experiment-schema.ts';
import type { MeasuredChange, ShownChange } from '../../core/drug/measured-entry.ts';
import type { Sensitivity } from '../../core/drug/sensitivity.ts';
import type { WashResult } from '../../core/drug/wash-schema.ts';

/** What is known of an experiment that goes on. */
export interface ExperimentProgress {
  /** 0 ... 1 of the whole experiment. */
  readonly fraction: number;
  readonly part: {
    readonly cell: number;
    readonly condition: number;
    readonly levels: readonly SweepLevel[];
    /** Of a wash-in, in place of levels. */
    readonly wash?: WashResult;
  } | null;
  readonly result: ExperimentResult | null;
}

/** Requests to the inference process, and its answers. */
export interface InferenceJobs {
  infer: {
    request: {
      readonly recording: VoltageClampRecording;
      readonly cellName: string;
      /** Name of the recording in the provenance, for instance file and recording number. */
      readonly recordingName: string;
      readonly recordingCrc32: number;
      /** Further clamp recordings of the same cell, fitted together with this one. */
      readonly others?: readonly {
        readonly recording: VoltageClampRecording;
        readonly recordingName: string;
        readonly recordingCrc32: number;
      }[];
      readonly method: 'network' | 'refined' | 'fit';
      readonly seed: number;
      /** What of a living cell is fitted, by the stages for living cells in place of those of the method; absent: by the method. */
      readonly mode?: TwinEvidence['mode'] | undefined;
      /** The cell's own potential, where there is one, and its recordings that are not fitted. */
      readonly potential?: FreeRecording | null;
      /** Its paced potentials, which the mode clamp+potential fits as well. */
      readonly paced?: readonly FreeRecording[];
      readonly leftOut?: readonly TwinLeftOut[];
      /** Ends the search after this many simulated recordings, without an ensemble; absent: until it has converged. */
      readonly simulations?: number;
    };
    result: {
      readonly twin: Twin;
      /** The twin's current with the inferred rig artefacts at the samples of the recording, pA/pF. */
      readonly twinCurrentPaPf: Float32Array;
    };
    partial: TwinEstimate;
  };
  /** Result of a method that makes no twin on a recording. */
  compare: {
    request: {
      readonly recording: VoltageClampRecording;
      readonly method: ComparedMethod;
      /** The clamp of the twin it is compared with. */
      readonly mode: 'ideal' | 'rig';
      readonly seed: number;
    };
    result: MethodAnswer;
  };
  /** Spontaneous beating of a cell given by its multipliers; absent ids are 1. */
  beat: {
    request: { readonly multipliers: Readonly<Record<string, number>>; readonly temperatureC?: number };
    result: TwinBeat;
  };
  /** The twin's voltage-clamp current with its rig artefacts, for a twin stored without one. */
  current: {
    request: { readonly twin: Twin; readonly protocol: Protocol; readonly sampleRateHz: number };
    result: Float32Array;
  };
  drug: {
    request: {
      readonly multipliers: Readonly<Record<string, number>>;
      readonly channels: readonly ChannelBlock[];
      readonly concentrationNm: number;
      readonly temperatureC?: number;
      /** Members of the twin's ensemble, blocked alike; none where there is no ensemble. */
      readonly members: readonly TwinMember[];
    };
    result: DrugEffect;
  };
  /** Simulates what an experiment has no results of yet; partial: how far it is, results so far, and each result as it is there. */
  experiment: {
    request: Experiment;
    result: readonly ExperimentResult[];
    partial: ExperimentProgress;
  };
  /** Which parameter and which channel decide at one concentration of an experiment. */
  sensitivity: {
    request: { readonly experiment: Experiment; readonly cell: number; readonly condition: number; readonly nM: number };
    result: Sensitivity;
  };
  /** What changed in a twin's cell between its clamp before and one with a drug, as it is fitted and as it is shown. */
  measured: {
    request: { readonly twin: Twin; readonly before: VoltageClampRecording; readonly after: VoltageClampRecording };
    result: MeasuredChange & { readonly shown: { readonly channels: readonly ShownChange[]; readonly runDown: ShownChange } };
  };
  /** How well a protocol identifies a cell; partial: the scores on the first few cells. */
  score: {
    request: LiveScoreRequest & { readonly urgency: number };
    result: ProtocolScore;
    partial: ProtocolScore;
  };
  status: {
    request: Readonly<Record<string, never>>;
    result: BackendStatus;
  };
}
export type JobKind = keyof InferenceJobs;
export type JobRequest<K extends JobKind> = InferenceJobs[K]['request'];
export type JobResult<K extends JobKind> = InferenceJobs[K]['result'];
/** What a job reports before its result; never for a job that reports nothing. */
export type JobPartial<K extends JobKind> = { [P in K]: InferenceJobs[P] extends { partial: infer R } ? R : never }[K];

export interface BackendStatus {
  /** 'tfjs-node-gpu' | 'webgpu' | 'wasm', null before it is chosen. */
  readonly backend: string | null;
  /** Why the backends before it were not used. */
  readonly backendNote: string | null;
}

export interface JobProgress {
  readonly stage: 'features' | 'network' | 'refining' | 'beating';
  /** 0 ... 1 of the whole job. */
  readonly fraction: number;
  readonly message: string;
}

/** Supervisor -> inference process. */
export type ToInference =
  | {
      readonly type: 'init';
      readonly resourcesDir: string;
      /** Folder of the operator's own networks; it need not exist yet. */
      readonly ownModelsDir: string;
      readonly wasmDir: string;
      /** Script of the thread that scores protocols. */
      readonly scoreWorker: string;
      /** Script of the threads that help to simulate. */
      readonly simulationWorker: string;
      /** Script of the threads that simulate experiments. */
      readonly sweepWorker: string;
      /** Description of the WebGPU adapter whose port comes with this message, or why there is none. */
      readonly gpu:
        | { readonly kind: 'port'; readonly description: string; readonly software: boolean }
        | { readonly kind: 'none'; readonly reason: string };
    }
  | { readonly type: 'request'; readonly id: number; readonly kind: JobKind; readonly request: unknown }
  | { readonly type: 'cancel'; readonly id: number };

/** Inference process -> supervisor. */
export type FromInference =
  | { readonly type: 'ready'; readonly status: BackendStatus }
  | { readonly type: 'unusable'; readonly message: string }
  | ({ readonly type: 'progress'; readonly id: number } & JobProgress)
  /** What is known so far. */
  | { readonly type: 'partial'; readonly id: number; readonly result: unknown }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly message: string; readonly cancelled: boolean };
