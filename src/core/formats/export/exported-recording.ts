import type { Protocol } from '../../protocol/protocol.ts';
import type { RecordingConditions } from '../../trace/recording.ts';
import type { Twin } from '../../twin/twin.ts';

/** The session that a recording is of, as far as exports state it. */
export interface ExportedSession {
  /** UUID. */
  readonly id: string;
  readonly cellName: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly notes: string;
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
  /** CRC-32 of voltage and current, as bytes of float32 in pieces: what distinguishes this recording from any other. */
  readonly hash: string;
  /** Twins that were inferred from it. */
  readonly twins: readonly { readonly twinId: number; readonly twin: Twin }[];
  /** Only where samples are: between two pieces lies a gap. Voltage in mV, current in pA. */
  pieces(): Iterable<{ readonly firstSample: number; readonly voltageMv: Float32Array; readonly currentPa: Float32Array }>;
}
