import type { Protocol } from '../../protocol/protocol.ts';
import type { RecordingConditions } from '../../trace/recording.ts';
import type { Twin } from '../../twin/twin.ts';
import type { SampleSeal } from '../hdf5/hdf5-step.ts';

/** The session that a recording is of, as far as exports state it. */
export interface ExportedSession {
  /** UUID. */
  readonly id: string;
  readonly cellName: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly notes: string;
}

export interface ExportedPiece {
  readonly firstSample: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/** A recording as an exporter sees it: what is known of it, and its samples piece by piece. */
export interface ExportedRecording {
  readonly session: ExportedSession;
  readonly recordingId: number;
  readonly kind: 'voltage-clamp' | 'spontaneous';
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The same, ms since 1970. */
  readonly startedMs: number;
  readonly device: { readonly name: string; readonly firmware: string; readonly serial: string };
  readonly conditions: RecordingConditions;
  /** As the amplifier gave it; null for a file. */
  readonly calibration: unknown;
  readonly remarks: readonly string[];
  /** What the amplifier played; null without clamp. */
  readonly protocol: Protocol | null;
  readonly sampleRateHz: number;
  /** Samples from the first to the last, lost ones included. */
  readonly samples: number;
  readonly lost: number;
  /** Where samples were lost, in order; pauses between sweeps are none. */
  readonly lostAt: readonly { readonly first: number; readonly samples: number }[];
  readonly simulated: boolean;
  /** Of a protocol that was recorded with P/N: its current without leak, beside the raw one. Absent: it has none. */
  readonly leakSubtracted?: () => {
    /** How it was subtracted, in a sentence. */
    readonly words: string;
    /** pA, one value a sample from the first; NaN where one was lost. */
    readonly currentPa: Float32Array;
  };
  /**
   * CRC-32 of voltage and current, as bytes of float32 in pieces: what distinguishes this recording from any other. Known at once when
   * the pieces have been read, else the session is asked.
   */
  readonly hash: string;
  /** Twins that were inferred from it. */
  readonly twins: readonly { readonly twinId: number; readonly twin: Twin }[];
  /** Only where samples are: between two pieces lies a gap. Voltage in mV, current in pA. */
  pieces(): Iterable<ExportedPiece>;
  /** The same, each with its checksum where it has not been checked: voltage, then current. For a file whose samples are read back. */
  sealedPieces(): Iterable<ExportedPiece & { readonly seal?: SampleSeal }>;
}
