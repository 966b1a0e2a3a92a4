import type { CalibrationEntry } from '../../../core/amplifier/calibration.ts';
import type { ClampMode } from '../../../core/amplifier/clamp-mode.ts';
import type { Compensation } from '../../../core/amplifier/compensation.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { LeakMark } from '../../../core/trace/leak-subtraction.ts';
import type { RecordingConditions } from '../../../core/trace/recording.ts';
import type { MembraneTest } from '../../../shared/contract/schemas.ts';

/** Everything about a recording that is known before its first sample. */
export interface RecordingMeta {
  readonly kind: 'voltage-clamp' | 'spontaneous';
  readonly sessionKey: string;
  /** What was asked, null for a spontaneous recording. */
  readonly requestedProtocol: Protocol | null;
  /** What the device plays, null for a spontaneous recording. */
  readonly protocol: Protocol | null;
  readonly mode: ClampMode;
  readonly sampleRateHz: number;
  readonly totalSamples: number;
  readonly startedAt: string;
  readonly device: {
    readonly name: string;
    readonly firmware: string;
    readonly serial: string;
    readonly port: string;
    readonly simulated: boolean;
  };
  readonly calibration: readonly CalibrationEntry[];
  readonly filterHz: number;
  /** Full scale of the current, pA. */
  readonly rangePa: number;
  /** Settings the amplifier realised, null where nothing is compensated. */
  readonly compensation: Compensation | null;
  readonly membraneTest: MembraneTest | null;
  readonly conditions: RecordingConditions;
  /** What the rig knew of the cell: gates, settings, log. Stored as it is; absent where nothing was asked to be. */
  readonly quality?: unknown;
  /** Of a recording of a P/N run, which of its two it is; absent: there are no sub-sweeps. */
  readonly leak?: LeakMark;
  /** What a reader of the recording must know, a sentence each. */
  readonly remarks?: readonly string[];
  /** Hold before sample 0, s. */
  readonly holdSeconds: number;
  /** The simulated device ran through the hold faster than the clock. */
  readonly holdFastForwarded: boolean;
}

export interface RecordedBlock {
  /** Sample 0 is the end of the hold; sample k is at k / rate, before a step at that very time. */
  readonly firstSample: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/** An event at a sample: the amplifier's code, its name and argument. */
export interface RecordedEvent {
  readonly sample: number;
  readonly code: number;
  readonly name: string;
  readonly argument: number;
}

export interface RecordedGap {
  readonly firstSample: number;
  readonly count: number;
}

/** A protocol as it is played and the samples that it has. */
export interface RecordedRealisation {
  readonly protocol: Protocol;
  readonly totalSamples: number;
}

export type RecordingEnd = 'complete' | 'stopped' | 'aborted' | 'interrupted';

/**
 * Where samples go first: a display gets a block only after the sink has it. A call that throws, or a failure reported later,
 * stops the run safely, and what was stored is kept.
 */
export interface RecordingSink {
  /** Returns the id of the new recording. */
  begin(meta: RecordingMeta): number | Promise<number>;
  block(block: RecordedBlock): void;
  event(event: RecordedEvent): void;
  gap(gap: RecordedGap): void;
  /** What the device plays now that a rest between two downloads is measured: in the place of what `begin` was given. */
  realised(realised: RecordedRealisation): void;
  /** Resolves with the recording's final status, once everything is on the disk and has been read back. */
  end(status: RecordingEnd): RecordingEnd | Promise<RecordingEnd>;
  /** For sinks that store later than they take: called once when that fails. */
  onFailure?(listener: (error: Error) => void): void;
}
