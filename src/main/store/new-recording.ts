import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';

export type RecordingKind = 'voltage-clamp' | 'spontaneous';
export type RecordingEnd = 'complete' | 'stopped' | 'aborted' | 'interrupted';
export type RecordingStatus = 'recording' | RecordingEnd;

/** Device and settings of a recording. `simulated` is reported by the device itself. */
export interface RecordingDevice {
  readonly name: string;
  readonly firmware: string;
  readonly serial: string;
  /** Where it was connected; empty for a file. */
  readonly port: string;
  readonly simulated: boolean;
}

/** Everything known before the first sample; stored with it. */
export interface NewRecording {
  readonly kind: RecordingKind;
  readonly protocolRequested: Protocol | null;
  readonly protocolRealised: Protocol | null;
  readonly device: RecordingDevice;
  /** Scales, offsets and filters of the channels as the device gave them. */
  readonly calibration: unknown;
  /** Clamp mode, filter, compensation, membrane test and hold as the run set them; null for a file. */
  readonly acquisition: unknown;
  readonly conditions: RecordingConditions;
  readonly sampleRateHz: number;
  /** Samples of the complete recording, known at its start; null: unknown, as for one that is stopped by hand. */
  readonly expectedSamples: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Sentences a reader of the recording must know. */
  readonly remarks?: readonly string[];
}

/** An event that the device reported at a sample: its code, the code's name and argument. */
export interface RecordingEvent {
  readonly sample: number;
  readonly code: number;
  readonly name: string;
  readonly argument: number;
}

export interface RecordingGap {
  readonly firstSample: number;
  readonly n: number;
  readonly reason: string;
}
