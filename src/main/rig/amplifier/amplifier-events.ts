import type { FrontAmplifier } from '../../../core/amplifier/front-amplifier.ts';
import type { RigError } from '../rig-error.ts';

/** Samples in physical units; index 0 is taken at the start of the run. Blocks come in order and do not overlap. */
export interface SampleBlock {
  readonly firstIndex: number;
  /** In voltage clamp the applied command, otherwise the membrane potential. */
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/** Samples that were taken and are lost. A block that begins later than the one before it ended means the same. */
export interface SampleGap {
  readonly firstIndex: number;
  readonly count: number;
}

/** An event at a sample. Code and argument are the amplifier's own; they are stored and shown, and a run does not interpret them. */
export interface AmplifierEvent {
  readonly index: number;
  readonly code: number;
  readonly name: string;
  readonly argument: number;
}

/**
 * A rest between two downloads as it was played: item of the loaded stimulus, from 0, and its whole duration. It is reported before
 * any sample after the duration that was loaded.
 */
export interface PlayedRest {
  readonly item: number;
  readonly durationUs: number;
}

export interface AmplifierStatus {
  readonly state: 'idle' | 'armed' | 'running' | 'safe';
  /** Of the bath; null without a thermometer. */
  readonly temperatureC: number | null;
  /** Of an amplifier in front of it, where it reads its knobs. */
  readonly front?: FrontAmplifier | null;
}

/** How a run ended, as the amplifier reports it. The run judges whether that is what was asked. */
export type AmplifierRunEnd =
  /** Its stimulus is over, `samples` after its start; stopped: because it was asked to stop. */
  | { readonly kind: 'ended'; readonly samples: number; readonly stopped: boolean }
  /** It misbehaved: one or two sentences that say how, and what to do. */
  | { readonly kind: 'cut-short'; readonly reason: string };

export interface AmplifierEvents extends Record<string, unknown> {
  samples: SampleBlock;
  gap: SampleGap;
  event: AmplifierEvent;
  /** Only from an amplifier that rests between downloads: the run is longer by what the rest is. */
  rest: PlayedRest;
  status: AmplifierStatus;
  /** Once for each start. All samples of the run come before it. */
  end: AmplifierRunEnd;
  /** The amplifier cannot be reached; nothing more will come. */
  fault: RigError;
}
