import { basename } from 'node:path';
import { crc32 } from '../../core/trace/crc32.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { EventOf } from '../../shared/contract/contract.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { SessionFile, SessionFolder } from '../store/index.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import type { Comparisons } from './comparisons.ts';
import { withSession } from './with-session.ts';

/** Start of the refinement's random numbers: the same recording gives the same twin. */
const SEED = 1;

export interface TwinMakerOptions {
  readonly sessions: SessionFolder;
  readonly inference: Pick<InferenceSupervisor, 'request'>;
  readonly comparisons: Pick<Comparisons, 'rememberTwinCurrent'>;
  readonly send: EventSender;
}

/** Of a stored recording. */
export interface RecordingKey {
  readonly sessionId: string;
  readonly recordingId: number;
}

export interface TwinWish extends RecordingKey {
  readonly method: 'network' | 'refined' | 'fit';
}

type Progress = Omit<EventOf<'inference:progress'>, keyof RecordingKey | 'twinId'>;
type Estimate = Omit<EventOf<'inference:estimate'>, keyof RecordingKey>;

/** Turns stored recordings into stored twins, and tells how far it is. */
export class TwinMaker {
  readonly #options: TwinMakerOptions;
  readonly #running = new Set<AbortController>();

  constructor(options: TwinMakerOptions) {
    this.#options = options;
  }

  cancelAll(): void {
    for (const abort of this.#running) abort.abort();
  }

  /** Something that cancelAll() ends, until it is let go. */
  hold(): { readonly abort: AbortController; readonly release: () => void } {
    const abort = new AbortController();
    this.#running.add(abort);
    return { abort, release: () => void this.#running.delete(abort) };
  }

  async make(wish: TwinWish): Promise<{ twinId: number; twin: Twin }> {
    const { sessions, comparisons, send } = this.#options;
    const { sessionId, recordingId } = wish;
    const { abort, release } = this.hold();
    try {
      const { twin, twinCurrentPaPf } = await this.#infer(wish, abort.signal);
      const twinId = await withSession(sessions, sessionId, (session) => session.addTwin(recordingId, twin));
      comparisons.rememberTwinCurrent(sessionId, twinId, twinCurrentPaPf);
      this.#estimate(wish, estimateOf(twin, 'twin'));
      this.report(wish, { stage: 'done', fraction: 1, message: 'The twin is ready.' }, twinId);
      send('session:changed', { sessionId });
      return { twinId, twin };
    } catch (error) {
      const cancelled = error instanceof InferenceError && error.reason === 'cancelled';
      const message = error instanceof Error ? error.message : String(error);
      this.report(wish, { stage: cancelled ? 'cancelled' : 'failed', fraction: 1, message });
      throw error;
    } finally {
      release();
    }
  }

  /** The network's answer, told and not stored. */
  async askNetwork(key: RecordingKey, signal: AbortSignal): Promise<void> {
    const { twin } = await this.#infer({ ...key, method: 'network' }, signal);
    if (!signal.aborted) this.#estimate(key, estimateOf(twin, 'network'));
  }

  report({ sessionId, recordingId }: RecordingKey, progress: Progress, twinId: number | null = null): void {
    this.#options.send('inference:progress', { sessionId, recordingId, twinId, ...progress });
  }

  async #infer({ sessionId, recordingId, method }: TwinWish, signal: AbortSignal) {
    const { sessions, inference } = this.#options;
    const key = { sessionId, recordingId };
    const request = await withSession(sessions, sessionId, (session) => inferenceRequest(session, recordingId));
    return inference.request(
      'infer',
      { ...request, method, seed: SEED },
      {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) this.report(key, progress);
        },
        onPartial: (partial) => {
          if (!signal.aborted) this.#estimate(key, partial);
        },
      },
    );
  }

  /** What is told on the way is a courtesy: that it cannot be told must not cost the twin. */
  #estimate({ sessionId, recordingId }: RecordingKey, { beat, ...estimate }: Readonly<Estimate>): void {
    try {
      this.#options.send('inference:estimate', { sessionId, recordingId, ...estimate, beat: beat && { outcome: beat.outcome, features: { ...beat.features } } });
    } catch (error) {
      console.error('inference:estimate:', error);
    }
  }
}

function estimateOf({ fit, beat }: Twin, source: Estimate['source']): Estimate {
  return { source, starts: 0, chi2PerSample: fit.chi2PerSample, beat };
}

function inferenceRequest(session: SessionFile, recordingId: number) {
  const recording = session.toVoltageClampRecording(recordingId);
  const { currentPaPf, commandMv } = recording;
  const bytes = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    recording,
    cellName: session.summary().cellName,
    recordingName: `${basename(session.path)} recording ${recordingId}`,
    recordingCrc32: crc32(bytes(currentPaPf), crc32(bytes(commandMv))),
  };
}
