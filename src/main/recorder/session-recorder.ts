import type { NewRecording, RecordingEnd, RecordingEvent, RecordingGap, SessionFile } from '../store/index.ts';
import { StorageError } from '../store/index.ts';
import { assertRoomFor, diskMinutesLeft } from './disk-space.ts';

/** Samples as the rig hands them on; firstSample is the device's sample index, the clock of the recording. */
export interface RecordedBlock {
  readonly firstSample: number;
  readonly voltageMv: Float32Array;
  readonly currentPa: Float32Array;
}

/** Longest stretch in one chunk: a damaged chunk costs no more than this. */
const CHUNK_MS = 100;

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'recording'; readonly recordingId: number; readonly sampleRateHz: number; readonly next: number };

/**
 * Writes what the rig delivers into a session, before anyone else sees it: when block() returns, its samples are on the disk.
 * Every failure to store is thrown as a StorageError; what was stored before stays readable and the recording is marked
 * 'interrupted' when the session is opened again.
 */
export class SessionRecorder {
  readonly #session: SessionFile;
  #state: State = { kind: 'idle' };

  constructor(session: SessionFile) {
    this.#session = session;
  }

  /**
   * Starts a recording and answers its id.
   * @param durationMs expected length; the disk must hold it
   * @throws StorageError 'disk-full' before anything is written, 'busy' while another recording runs
   */
  begin(recording: NewRecording, durationMs: number): number {
    if (this.#state.kind !== 'idle') throw new StorageError('busy', `Recording ${this.#state.recordingId} is still running. End it before starting another.`);
    assertRoomFor(this.#session.path, recording.sampleRateHz, durationMs);
    const recordingId = this.#session.beginRecording(recording);
    this.#state = { kind: 'recording', recordingId, sampleRateHz: recording.sampleRateHz, next: 0 };
    return recordingId;
  }

  /** Stores a block in chunks of at most 100 ms. Samples between the last block and this one become a gap. */
  block({ firstSample, voltageMv, currentPa }: RecordedBlock): void {
    const state = this.#running();
    if (firstSample > state.next) {
      this.gap({ firstSample: state.next, n: firstSample - state.next, reason: 'not delivered by the device' });
    }
    const step = Math.max(1, Math.round((state.sampleRateHz * CHUNK_MS) / 1000));
    for (let k = 0; k < voltageMv.length; k += step) {
      const end = Math.min(k + step, voltageMv.length);
      this.#session.appendChunk(state.recordingId, firstSample + k, voltageMv.subarray(k, end), currentPa.subarray(k, end));
      this.#state = { ...state, next: firstSample + end };
    }
  }

  event(event: RecordingEvent): void {
    this.#session.appendEvent(this.#running().recordingId, event);
  }

  /** Notes lost samples. The part that is stored or noted already is left out, so that nothing counts twice. */
  gap({ firstSample, n, reason }: RecordingGap): void {
    const state = this.#running();
    const from = Math.max(firstSample, state.next);
    const end = firstSample + n;
    if (end <= from) return;
    if (from > state.next) this.gap({ firstSample: state.next, n: from - state.next, reason: 'not delivered by the device' });
    this.#session.appendGap(state.recordingId, { firstSample: from, n: end - from, reason });
    this.#state = { ...state, next: end };
  }

  end(status: RecordingEnd): void {
    const { recordingId } = this.#running();
    this.#state = { kind: 'idle' };
    this.#session.endRecording(recordingId, status);
  }

  /** Minutes that the session's disk still holds at a sample rate. */
  diskMinutesLeft(sampleRateHz: number): number {
    return diskMinutesLeft(this.#session.path, sampleRateHz);
  }

  #running(): Extract<State, { kind: 'recording' }> {
    if (this.#state.kind !== 'recording') throw new StorageError('refused', 'No recording is running. Begin one before samples, events or gaps are stored.');
    return this.#state;
  }
}
