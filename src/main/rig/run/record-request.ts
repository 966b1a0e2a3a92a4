import type { LeakPlan } from '../../../core/protocol/leak-sweeps.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { RecordingEnd, RecordingSink } from './sink.ts';

export interface RecordRequest {
  readonly sessionKey: string;
  readonly protocol: Protocol;
  /** Membrane potential without clamp after the protocol, s; 0 for none. */
  readonly spontaneousSeconds: number;
  /** The same before the protocol, s; only with one after it, so that no other free recording follows the clamp. Default 0. */
  readonly spontaneousBeforeSeconds?: number;
  readonly sink: RecordingSink;
  /** What is stored of the cell and its operator; asked when a recording begins. */
  readonly quality?: () => unknown;
  /** Default: 10 kHz, or the amplifier's nearest rate above it. */
  readonly sampleRateHz?: number;
  /** Hold at the protocol's holding potential before its first sample, s. Default 10. */
  readonly holdSeconds?: number;
  /** Let a simulated rig run through the hold faster than the clock. Default true; a real device cannot. */
  readonly fastForwardHold?: boolean;
  /** Series resistance correction asked for, %. Default 80, 0 where the amplifier compensates nothing. */
  readonly compensationPercent?: number;
  /** The same of prediction. Default: as much as is corrected. */
  readonly predictionPercent?: number;
  /** Liquid junction potential to correct, mV. Default 0. */
  readonly junctionPotentialMv?: number;
  /** Corner of the output filter, Hz. Default 5 kHz, within what the amplifier has and half the rate. */
  readonly filterHz?: number;
  /** Largest current expected, pA: sets the range. Default 20 nA, for the sodium current, or the largest range. */
  readonly largestCurrentPa?: number;
  /** Sub-sweeps for leak subtraction, recorded beside the protocol; absent or null: none. */
  readonly leak?: LeakPlan | null;
  /** Bath temperature, degC; the device's thermometer where absent. */
  readonly temperatureC?: number;
}

export interface RunOutcome {
  readonly status: RecordingEnd;
  readonly recordingIds: readonly number[];
  /** Why it did not complete, null where it did. */
  readonly reason: string | null;
}

export interface RunHandle {
  /** Id of the first recording, which has begun. */
  readonly recordingId: number;
  /** Never rejects: every way a run ends is an outcome. */
  readonly finished: Promise<RunOutcome>;
}

export const RECORD_DEFAULTS = {
  holdSeconds: 10,
  /** At the level of sub-sweeps before their first rest. */
  leakHoldSeconds: 1,
  compensationPercent: 80,
} as const;

/** Samples shown live, after they were stored. Negative firstSample: the hold, shown and not stored. */
export interface LiveBlock {
  readonly recordingId: number;
  readonly seq: number;
  readonly firstSample: number;
  readonly sampleRateHz: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}
