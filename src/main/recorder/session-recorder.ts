import type { RecordedBlock, RecordedEvent, RecordedGap, RecordingEnd, RecordingMeta, RecordingSink } from '../rig/run/sink.ts';
import { StorageError, type NewRecording, type SessionFile } from '../store/index.ts';
import { assertRoomFor, diskMinutesLeft } from './disk-space.ts';

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
export class SessionRecorder implements RecordingSink {
  readonly #session: SessionFile;
  #state: State = { kind: 'idle' };

  constructor(session: SessionFile) {
    this.#session = session;
  }

  /**
   * Starts a recording and answers its id.
   * @throws StorageError 'disk-full' before anything is written when its samples do not fit, 'busy' while another recording runs
   */
  begin(meta: RecordingMeta): number {
    if (meta.sessionKey !== this.#session.key) {
      throw new StorageError('refused', `This recorder writes session ${this.#session.key}, the run belongs to ${meta.sessionKey}. Open that session first.`);
    }
    if (this.#state.kind !== 'idle') throw new StorageError('busy', `Recording ${this.#state.recordingId} is still running. End it before starting another.`);
    assertRoomFor(this.#session.path, meta.sampleRateHz, meta.totalSamples);
    const recordingId = this.#session.beginRecording(newRecordingOf(meta));
    this.#state = { kind: 'recording', recordingId, sampleRateHz: meta.sampleRateHz, next: 0 };
    return recordingId;
  }

  /** Stores a block in chunks of at most 100 ms. Samples between the last block and this one become a gap. */
  block({ firstSample, voltageMv, currentPa }: RecordedBlock): void {
    const state = this.#running();
    if (firstSample > state.next) {
      this.gap({ firstSample: state.next, count: firstSample - state.next });
    }
    const step = Math.max(1, Math.round((state.sampleRateHz * CHUNK_MS) / 1000));
    for (let k = 0; k < voltageMv.length; k += step) {
      const end = Math.min(k + step, voltageMv.length);
      this.#session.appendChunk(state.recordingId, firstSample + k, voltageMv.subarray(k, end), currentPa.subarray(k, end));
      this.#state = { ...state, next: firstSample + end };
    }
  }

  event({ sample, code, name, argument }: RecordedEvent): void {
    this.#session.appendEvent(this.#running().recordingId, { sample, code, name, argument });
  }

  /** Notes lost samples from the end of what is stored or noted on: nothing counts twice, nothing between is left out. */
  gap({ firstSample, count }: RecordedGap): void {
    const state = this.#running();
    const end = firstSample + count;
    if (end <= state.next) return;
    this.#session.appendGap(state.recordingId, { firstSample: state.next, n: end - state.next, reason: 'not delivered by the device' });
    this.#state = { ...state, next: end };
  }

  end(status: RecordingEnd): RecordingEnd {
    const { recordingId } = this.#running();
    this.#state = { kind: 'idle' };
    return this.#session.endRecording(recordingId, status);
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

function newRecordingOf(meta: RecordingMeta): NewRecording {
  const { mode, filterHz, compensation, membraneTest, holdSeconds, holdFastForwarded } = meta;
  return {
    kind: meta.kind,
    protocolRequested: meta.requestedProtocol,
    protocolRealised: meta.protocol,
    device: meta.device,
    calibration: meta.calibration,
    acquisition: { mode, filterHz, compensation, membraneTest, holdSeconds, holdFastForwarded },
    conditions: meta.conditions,
    sampleRateHz: meta.sampleRateHz,
    expectedSamples: meta.totalSamples,
    startedAt: meta.startedAt,
    remarks: holdFastForwarded ? [`The simulated device lived through the hold of ${holdSeconds} s faster than the clock.`] : [],
  };
}
