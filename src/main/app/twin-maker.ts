import { basename } from 'node:path';
import { crc32 } from '../../core/trace/crc32.ts';
import type { Twin } from '../../core/twin/twin.ts';
import type { EventOf } from '../../shared/contract/contract.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { SessionFile, SessionFolder } from '../store/index.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { InferenceSupervisor } from '../supervisor/supervisor.ts';
import type { Comparisons } from './comparisons.ts';
import type { Recorded } from './rig-service.ts';
import { withSession } from './with-session.ts';

/** Start of the refinement's random numbers: the same recording gives the same twin. */
const SEED = 1;

export interface TwinMakerOptions {
  readonly sessions: SessionFolder;
  readonly inference: InferenceSupervisor;
  readonly comparisons: Comparisons;
  readonly send: EventSender;
}

export interface TwinWish {
  readonly sessionId: string;
  readonly recordingId: number;
  readonly method: 'network' | 'refined' | 'fit';
}

/** Turns stored recordings into stored twins, on request or by itself after a recording. */
export class TwinMaker {
  readonly #options: TwinMakerOptions;
  readonly #running = new Set<AbortController>();

  constructor(options: TwinMakerOptions) {
    this.#options = options;
  }

  cancelAll(): void {
    for (const abort of this.#running) abort.abort();
  }

  async make(wish: TwinWish): Promise<{ twinId: number; twin: Twin }> {
    const { sessions, inference, comparisons, send } = this.#options;
    const { sessionId, recordingId, method } = wish;
    const report = (event: Pick<EventOf<'inference:progress'>, 'stage' | 'fraction' | 'message' | 'twinId'>): void =>
      send('inference:progress', { sessionId, recordingId, ...event });
    const abort = new AbortController();
    this.#running.add(abort);
    try {
      const request = await withSession(sessions, sessionId, (session) => inferenceRequest(session, recordingId));
      const { twin, twinCurrentPaPf } = await inference.request(
        'infer',
        { ...request, method, seed: SEED },
        { signal: abort.signal, onProgress: (progress) => report({ ...progress, twinId: null }) },
      );
      const twinId = await withSession(sessions, sessionId, (session) => session.addTwin(recordingId, twin));
      comparisons.rememberTwinCurrent(sessionId, twinId, twinCurrentPaPf);
      report({ stage: 'done', fraction: 1, message: 'The twin is ready.', twinId });
      send('session:changed', { sessionId });
      return { twinId, twin };
    } catch (error) {
      const cancelled = error instanceof InferenceError && error.reason === 'cancelled';
      const message = error instanceof Error ? error.message : String(error);
      report({ stage: cancelled ? 'cancelled' : 'failed', fraction: 1, message, twinId: null });
      throw error;
    } finally {
      this.#running.delete(abort);
    }
  }

  /** The first voltage-clamp recording of a complete run gets its refined twin; the network alone if refining fails, and says so. */
  async makeAfterRecording({ sessionId, outcome }: Recorded): Promise<void> {
    if (outcome.status !== 'complete') return;
    const { send, sessions } = this.#options;
    try {
      const recordingId = await withSession(sessions, sessionId, (session) =>
        session.listRecordings().find(({ recordingId, kind }) => kind === 'voltage-clamp' && outcome.recordingIds.includes(recordingId))?.recordingId,
      );
      if (recordingId === undefined) return;
      try {
        await this.make({ sessionId, recordingId, method: 'refined' });
      } catch (error) {
        if (!(error instanceof InferenceError) || error.reason === 'cancelled' || error.reason === 'unavailable') throw error;
        send('app:notice', { level: 'warning', message: `The refined twin failed, the network alone is tried: ${error.message}` });
        await this.make({ sessionId, recordingId, method: 'network' });
      }
    } catch (error) {
      if (error instanceof InferenceError && error.reason === 'cancelled') return;
      const reason = error instanceof Error ? error.message : String(error);
      send('app:notice', { level: 'error', message: `The recording is stored, but no twin could be made: ${reason}` });
    }
  }
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
