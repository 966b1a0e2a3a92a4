import type { RecordedBlock, RecordedEvent, RecordedGap, RecordedRealisation, RecordingEnd, RecordingMeta } from '../rig/run/sink.ts';
import type { LastClamp } from '../../shared/contract/cell-schema.ts';
import { StorageError, type NewRecording, type SessionFile } from '../store/index.ts';
import { assertRoomFor } from './disk-space.ts';

/** Longest stretch in one chunk: a damaged chunk loses no more than this. */
const CHUNK_MS = 100;

/** What a recording takes, in the order in which it came. */
export type RecordedItem =
  | { readonly kind: 'block'; readonly block: RecordedBlock }
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'gap'; readonly gap: RecordedGap }
  | { readonly kind: 'realised'; readonly realised: RecordedRealisation }
  | { readonly kind: 'judged'; readonly clamp: LastClamp };

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'recording'; readonly recordingId: number; readonly sampleRateHz: number; readonly next: number };

/**
 * Writes what the rig delivers into a session: when a call returns, its data are on the disk. Every failure to store is
 * thrown as a StorageError; what was stored before stays readable.
 */
export class SessionRecorder {
  #session: SessionFile;
  #state: State = { kind: 'idle' };

  constructor(session: SessionFile) {
    this.#session = session;
  }

  /** Index of the sample that is expected next; 0 while nothing is recorded. */
  get next(): number {
    return this.#state.kind === 'recording' ? this.#state.next : 0;
  }

  /** Continues in a whole copy of the session. */
  moveTo(copy: SessionFile): void {
    this.#session = copy;
  }

  /**
   * Starts a recording and returns its id.
   * @throws StorageError 'disk-full' before anything is written when its samples do not fit, 'busy' while another recording runs
   */
  begin(meta: RecordingMeta): number {
    if (this.#state.kind !== 'idle')
      throw new StorageError('busy', `Recording ${this.#state.recordingId} is still running. End it before starting another.`);
    assertRoomFor(this.#session.path, meta.sampleRateHz, meta.totalSamples);
    const recordingId = this.#session.beginRecording(newRecordingOf(meta));
    this.#state = { kind: 'recording', recordingId, sampleRateHz: meta.sampleRateHz, next: 0 };
    return recordingId;
  }

  /** Stores all of the items in one commit, or none where it throws. */
  store(items: readonly RecordedItem[]): void {
    const before = this.#state;
    try {
      this.#session.inOneCommit(() => {
        for (const item of items) this.#put(item);
      });
    } catch (error) {
      this.#state = before;
      throw error;
    }
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

  /** Notes lost samples that follow what is stored or noted: nothing is counted twice, nothing between is left out. */
  gap({ firstSample, count }: RecordedGap, reason = 'not delivered by the device'): void {
    const state = this.#running();
    const end = firstSample + count;
    if (end <= state.next) return;
    this.#session.appendGap(state.recordingId, { firstSample: state.next, n: end - state.next, reason });
    this.#state = { ...state, next: end };
  }

  /** The protocol as it is played now that a rest between two downloads is measured. */
  realised({ protocol, totalSamples }: RecordedRealisation): void {
    this.#session.reviseRealised(this.#running().recordingId, protocol, totalSamples);
  }

  /** What the clamp of the recording was worth, known at its end. */
  judged(clamp: LastClamp): void {
    this.#session.keepClamp(this.#running().recordingId, clamp);
  }

  /** Notes what is missing up to the expected count as a gap; such a recording is not complete. Returns the stored status. */
  end(asked: RecordingEnd): RecordingEnd {
    const { recordingId } = this.#running();
    const status = this.#session.endRecording(recordingId, asked);
    this.#state = { kind: 'idle' };
    return status;
  }

  #put(item: RecordedItem): void {
    switch (item.kind) {
      case 'block':
        this.block(item.block);
        return;
      case 'event':
        this.event(item.event);
        return;
      case 'gap':
        this.gap(item.gap);
        return;
      case 'realised':
        this.realised(item.realised);
        return;
      case 'judged':
        this.judged(item.clamp);
        return;
    }
  }

  #running(): Extract<State, { kind: 'recording' }> {
    if (this.#state.kind !== 'recording')
      throw new StorageError('refused', 'No recording is running. Begin one before samples, events or gaps are stored.');
    return this.#state;
  }
}

function newRecordingOf(meta: RecordingMeta): NewRecording {
  const { mode, filterHz, rangePa, compensation, membraneTest, holdSeconds, holdFastForwarded, quality, leak, remarks = [] } = meta;
  return {
    kind: meta.kind,
    protocolRequested: meta.requestedProtocol,
    protocolRealised: meta.protocol,
    device: meta.device,
    calibration: meta.calibration,
    acquisition: {
      mode,
      filterHz,
      rangePa,
      compensation,
      membraneTest,
      holdSeconds,
      holdFastForwarded,
      ...(quality === undefined ? {} : { quality }),
      ...(leak === undefined ? {} : { leak }),
    },
    conditions: meta.conditions,
    sampleRateHz: meta.sampleRateHz,
    expectedSamples: meta.totalSamples,
    startedAt: meta.startedAt,
    remarks: [
      ...remarks,
      ...(holdFastForwarded ? [`The simulated device ran through the hold of ${holdSeconds} s faster than the clock.`] : []),
    ],
  };
}
