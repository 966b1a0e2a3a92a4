import type { VoltageClampRecording } from '../trace/recording.ts';
import type { RecordingOfTwin } from '../twin/recordings-of-twin.ts';
import type { EnsembleEffect } from '../drug/drug-schema.ts';
import type { Twin, TwinBeat } from '../twin/twin.ts';

/** The cell behind a simulated recording, where the simulated rig reports it. */
export interface CellTruth {
  readonly seed: number;
  /** Order of VARIED. */
  readonly multipliers: readonly number[];
  readonly seriesResistanceMohm: number;
  readonly membraneCapacitancePf: number;
  readonly sealLeakNs: number;
  /** The true cell without clamp and seal leak. */
  readonly beat: TwinBeat;
}

/** Everything one report shows, without paths of this machine. */
export interface ReportData {
  readonly generatedAt: string;
  /** Formats a time (ISO 8601) for the reader of the report. */
  readonly localTime: (iso: string) => string;
  readonly program: string;
  readonly session: {
    readonly fileName: string;
    readonly cellName: string;
    readonly createdAt: string;
    readonly simulated: boolean;
    readonly notes: string;
  };
  readonly recording: VoltageClampRecording & {
    readonly recordingId: number;
    readonly startedAt: string;
    /** Imported from a file at startedAt. */
    readonly imported: boolean;
    readonly device: string;
    readonly lostSamples: number;
    readonly membraneTest: { readonly holdingCurrentPa: number; readonly noisePa: number } | null;
    readonly remarks: readonly string[];
  };
  readonly twinId: number;
  readonly twin: Twin;
  /** All recordings of the cell: fitted, or left out and why. */
  readonly cellRecordings: readonly Omit<RecordingOfTwin<unknown>, 'recording'>[];
  readonly twinCurrentPaPf: Float32Array;
  /** The session's other twins of this recording. */
  readonly otherTwins: readonly { readonly twinId: number; readonly twin: Twin }[];
  /** Free running recording of the same cell. */
  readonly recordedBeat: { readonly recordingId: number; readonly beat: TwinBeat } | null;
  /** The twin with the seal leak that was inferred with it: as recorded through a pipette. Null under ideal clamp. */
  readonly leakyBeat: TwinBeat | null;
  readonly drug: {
    readonly title: string;
    readonly notes: readonly string[];
    readonly after: TwinBeat;
    readonly ensemble: EnsembleEffect | null;
  };
  readonly truth: CellTruth | null;
}
