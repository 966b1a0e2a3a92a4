import type { RecordingFormat, TwinFormat } from '../../core/formats/export/registry.ts';
import type { CsvTemplate } from '../../core/formats/csv/csv-template.ts';
import type { Stated } from '../../core/formats/intake/intake.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { TraceEnvelope } from '../../core/trace/envelope.ts';
import type { CorrectedFields } from '../../core/trace/correction.ts';
import type { FreeRecording, VoltageClampRecording } from '../../core/trace/recording.ts';
import type { Twin, TwinLeftOut } from '../../core/twin/twin.ts';
import type { ReportParts } from '../report-of.ts';
import type { ManyExported, ManyToExport } from './many-exported.ts';
import type { ImportReport } from './import-report.ts';
import type { TablePreview } from '../contract/import-schemas.ts';
import type { RecordingSummary, SessionDetail, SessionSummary } from '../contract/schemas.ts';

interface RecordingKey {
  readonly sessionKey: string;
  readonly recordingId: number;
}

interface TwinKey {
  readonly sessionKey: string;
  readonly twinId: number;
}

/** Times of a trace: from 0 and to its end where null. */
interface Window {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly points: number;
}

/** A recording as inference gets it. */
export interface StoredRecording {
  readonly recording: VoltageClampRecording;
  readonly cellName: string;
  /** File and number, for the provenance. */
  readonly recordingName: string;
  readonly recordingCrc32: number;
  /** Further clamp recordings of the cell that are fitted together with it. */
  readonly others?: readonly {
    readonly recording: VoltageClampRecording;
    readonly recordingName: string;
    readonly recordingCrc32: number;
  }[];
  /** The cell's own potential, paced ones, and what else was recorded of it: see OtherRecordings. */
  readonly potential: FreeRecording | null;
  readonly paced: readonly FreeRecording[];
  readonly leftOut: readonly TwinLeftOut[];
}

export interface ImportedSession {
  readonly sessionKey: string;
  readonly cellName: string;
  readonly notes: readonly string[];
}

/** Result of the check of a whole session. */
export interface CheckedSession {
  readonly file: string;
  readonly layout: number;
  readonly intact: boolean;
  readonly recordings: readonly {
    readonly recordingId: number;
    readonly samples: number;
    readonly lost: number;
    readonly status: RecordingSummary['status'];
    readonly damage: readonly string[];
  }[];
  readonly twins: number;
  /** Damage of the file outside of its recordings. */
  readonly damage: readonly string[];
}

/** Twin over recording as envelopes; or what is needed to draw them: the twin's current, pA/pF, one value a sample. */
export type ComparedTraces =
  | { readonly kind: 'traces'; readonly traces: Readonly<Record<'command' | 'recorded' | 'twin' | 'residual', TraceEnvelope>> }
  | { readonly kind: 'current-wanted'; readonly twin: Twin; readonly protocol: Protocol; readonly sampleRateHz: number };

/** Requests to the store process, and its answers. Sessions are named by their file in the sessions folder. */
export interface StoreJobs {
  info: { request: Readonly<Record<string, never>>; result: { readonly sqlite: string } };
  list: { request: Readonly<Record<string, never>>; result: SessionSummary[] };
  /** The list as the bytes of its JSON, for the window: main only passes it on. */
  packedList: { request: Readonly<Record<string, never>>; result: Uint8Array };
  summary: { request: { readonly sessionKey: string }; result: SessionSummary };
  detail: { request: { readonly sessionKey: string }; result: SessionDetail };
  trace: {
    request: RecordingKey & Window & { readonly leakSubtracted?: boolean | undefined };
    result: { readonly voltage: TraceEnvelope; readonly current: TraceEnvelope | null };
  };
  /** `together`: further clamp recordings that are fitted with it. */
  recording: { request: RecordingKey & { readonly together?: readonly number[] | undefined }; result: StoredRecording };
  twin: { request: TwinKey; result: { readonly recordingId: number; readonly twin: Twin } };
  /** What the report of a twin shows of its session. */
  reportParts: { request: TwinKey; result: ReportParts };
  addTwin: { request: RecordingKey & { readonly twin: Twin }; result: number };
  /** Older layouts are migrated first; the file as it was is kept beside it. */
  correct: { request: RecordingKey & { readonly changes: CorrectedFields }; result: null };
  comparison: { request: TwinKey & Window & { readonly twinCurrentPaPf: Float32Array | null }; result: ComparedTraces };
  importFolder: { request: { readonly folder: string; readonly protocol: Protocol }; result: ImportedSession };
  importCsv: { request: { readonly file: string; readonly protocol: Protocol; readonly cellName: string }; result: ImportedSession };
  /** Files and folders of any format, as cells of their own or into a session that is there. */
  importFiles: {
    request: {
      readonly paths: readonly string[];
      readonly into: string | null;
      readonly cellName: string | null;
      readonly stated: Stated;
      readonly template: CsvTemplate | null;
      readonly protocols: readonly Protocol[];
    };
    result: ImportReport;
  };
  /** What the columns of a table may be. */
  preview: { request: { readonly path: string }; result: Omit<TablePreview, 'kept'> };
  /** A session elsewhere, to be read where it lies; answers the key under which it is known from now on. */
  openInPlace: { request: { readonly path: string }; result: { readonly sessionKey: string } };
  /** Copies such a session into the sessions folder; answers its key. */
  copyIn: { request: { readonly sessionKey: string }; result: { readonly sessionKey: string } };
  /** Copies a session into a second folder and compares it; answers the path of the copy. */
  secondCopy: { request: { readonly sessionKey: string; readonly folder: string }; result: string };
  migrate: {
    request: { readonly sessionKey: string };
    result: { readonly from: number; readonly to: number; readonly backup: string | null };
  };
  /** What a repair would read, and where it would write. */
  repairPlan: { request: { readonly sessionKey: string }; result: { readonly file: string; readonly into: string } };
  repair: {
    request: { readonly sessionKey: string };
    result: {
      readonly repaired: string | null;
      readonly recordings: number;
      readonly twins: number;
      readonly saved: string;
      readonly lost: readonly string[];
    };
  };
  /** Answers the samples written. */
  exportRecording: { request: RecordingKey & { readonly path: string; readonly format: RecordingFormat }; result: number };
  exportMany: { request: ManyToExport; result: ManyExported };
  exportTwin: { request: TwinKey & { readonly format: TwinFormat; readonly path: string }; result: null };
  check: { request: { readonly sessionKey: string }; result: CheckedSession };
}
export type StoreJobKind = keyof StoreJobs;
export type StoreRequest<K extends StoreJobKind> = StoreJobs[K]['request'];
export type StoreResult<K extends StoreJobKind> = StoreJobs[K]['result'];

/** Main -> store process. */
export type ToStore =
  | {
      readonly type: 'init';
      readonly sessionsDir: string;
      readonly indexFile: string | null;
      /** Threads that read recordings, as bundled; absent: as run from source. */
      readonly scripts?: { readonly intake: string; readonly hdf5: string };
      /** Keeps which sessions elsewhere are read in place; absent: for this process alone. */
      readonly inPlaceFile?: string;
    }
  | { readonly type: 'request'; readonly id: number; readonly kind: StoreJobKind; readonly request: unknown }
  | { readonly type: 'cancel'; readonly id: number };

/** Store process -> main. */
export type FromStore =
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly message: string }
  /** Sent while there is work: a process that sends none is hung. */
  | { readonly type: 'alive' }
  | { readonly type: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly code: string; readonly message: string }
  /** A session was added to the folder, or removed. */
  | { readonly type: 'changed'; readonly sessionKey: string };
