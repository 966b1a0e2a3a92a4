import type { RecordTarget } from '../../shared/acquisition/messages.ts';
import type { RecordingEnd, RecordingMeta } from '../rig/index.ts';
import type { StorageErrorCode } from '../store/index.ts';
import type { RecordedItem } from './session-recorder.ts';

/** Requests to a session writer; `id` comes back with the answer. */
export type WriterRequest =
  | { readonly type: 'open'; readonly id: number; readonly target: RecordTarget }
  | { readonly type: 'begin'; readonly id: number; readonly meta: RecordingMeta }
  | { readonly type: 'end'; readonly id: number; readonly status: RecordingEnd }
  /** Closes the session; one that was made for this run and holds no recording is removed. */
  | { readonly type: 'close'; readonly id: number };

/** Recorder -> its thread. */
export type ToRecorderThread = WriterRequest | { readonly type: 'item'; readonly seq: number; readonly item: RecordedItem };

/** Settings that the thread starts with. */
export interface RecorderThreadStart {
  /** Other folders for a recording whose own file cannot be written, after the folder of the file itself. */
  readonly rescueFolders: readonly string[];
}

export interface OpenedSession {
  readonly key: string;
  readonly path: string;
}

/** Thread -> recorder. */
export type FromRecorderThread =
  | { readonly type: 'opened'; readonly id: number; readonly session: OpenedSession }
  | { readonly type: 'begun'; readonly id: number; readonly recordingId: number }
  | { readonly type: 'ended'; readonly id: number; readonly status: RecordingEnd }
  | { readonly type: 'closed'; readonly id: number }
  | { readonly type: 'refused'; readonly id: number; readonly code: StorageErrorCode; readonly message: string }
  /** Every item up to this one is on the disk. */
  | { readonly type: 'stored'; readonly seq: number }
  /** An item could not be stored, and waiting alone will not help. */
  | { readonly type: 'failed'; readonly code: StorageErrorCode; readonly message: string }
  /** The session continues in another file. */
  | { readonly type: 'moved'; readonly session: OpenedSession }
  | { readonly type: 'notice'; readonly level: 'warning' | 'error'; readonly message: string };
