import type { RecordedBlock, RecordedEvent, RecordedGap, RecordingEnd, RecordingMeta, RecordingSink } from '../rig/index.ts';

/** A recording of a run that is on the disk to its end. */
export interface StoredRecording {
  readonly recordingId: number;
  readonly kind: RecordingMeta['kind'];
  readonly status: RecordingEnd;
}

/** Stores through another sink and tells of each recording once it is stored, before the run goes on. The run does not end by a failure of who is told. */
export class TellingSink implements RecordingSink {
  readonly #sink: RecordingSink;
  readonly #onStored: (stored: StoredRecording) => void;
  #running: Pick<StoredRecording, 'recordingId' | 'kind'> | null = null;

  constructor(sink: RecordingSink, onStored: (stored: StoredRecording) => void) {
    this.#sink = sink;
    this.#onStored = onStored;
  }

  async begin(meta: RecordingMeta): Promise<number> {
    const recordingId = await this.#sink.begin(meta);
    this.#running = { recordingId, kind: meta.kind };
    return recordingId;
  }

  block(block: RecordedBlock): void {
    this.#sink.block(block);
  }

  event(event: RecordedEvent): void {
    this.#sink.event(event);
  }

  gap(gap: RecordedGap): void {
    this.#sink.gap(gap);
  }

  async end(status: RecordingEnd): Promise<RecordingEnd> {
    const stored = await this.#sink.end(status);
    const running = this.#running;
    this.#running = null;
    if (running !== null) queueMicrotask(() => this.#onStored({ ...running, status: stored }));
    return stored;
  }

  onFailure(listener: (error: Error) => void): void {
    this.#sink.onFailure?.(listener);
  }
}
