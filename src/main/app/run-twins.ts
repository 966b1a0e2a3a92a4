import type { EventSender } from '../ipc/event-sender.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { Clamped, Recorded } from './rig-service.ts';
import type { TwinMaker } from './twin-maker.ts';

export interface RunTwinsOptions {
  readonly store: Store;
  readonly twins: TwinMaker;
  readonly send: EventSender;
}

/** What is done for a run while it still records. */
interface Early {
  readonly clamped: Clamped;
  readonly abort: AbortController;
  readonly release: () => void;
  /** Never rejects. */
  readonly asked: Promise<void>;
}

/**
 * Makes the twin of each run by itself: the network answers while the free potential is recorded, the refined twin is made after it. The refinement waits for the
 * end because its twin is held against the free potential, and because it would take the cores that record.
 */
export class RunTwins {
  readonly #options: RunTwinsOptions;
  #early: Early | null = null;

  constructor(options: RunTwinsOptions) {
    this.#options = options;
  }

  /** The voltage clamp of a run is stored, the run goes on. */
  clamped(clamped: Clamped): void {
    const { twins } = this.#options;
    const { abort, release } = twins.hold();
    abort.signal.addEventListener('abort', () =>
      twins.report(clamped, {
        stage: 'cancelled',
        fraction: 1,
        message: abort.signal.reason instanceof NotRefined ? abort.signal.reason.message : 'Cancelled. The recording is kept; its twin can be made on the Review desk.',
      }),
    );
    this.#early = { clamped, abort, release, asked: this.#ask(clamped, abort.signal) };
  }

  /** The first voltage-clamp recording of a complete run gets its refined twin; the network alone if refining fails, and says so. */
  async ended({ sessionKey, outcome }: Recorded): Promise<void> {
    const { store, send } = this.#options;
    const early = this.#early?.clamped.sessionKey === sessionKey ? this.#early : null;
    this.#early = null;
    if (outcome.status !== 'complete') early?.abort.abort(new NotRefined(outcome.status));
    await early?.asked;
    early?.release();
    if (outcome.status !== 'complete' || early?.abort.signal.aborted === true) return;
    try {
      const { recordingList } = await store.request('detail', { sessionKey });
      const recordingId = recordingList.find(({ recordingId, kind }) => kind === 'voltage-clamp' && outcome.recordingIds.includes(recordingId))?.recordingId;
      if (recordingId !== undefined) await this.#make(sessionKey, recordingId);
    } catch (error) {
      if (error instanceof InferenceError && error.reason === 'cancelled') return;
      const reason = error instanceof Error ? error.message : String(error);
      send('app:notice', { level: 'error', message: `The recording is stored, but no twin could be made: ${reason}` });
    }
  }

  async #make(sessionKey: string, recordingId: number): Promise<void> {
    const { twins, send } = this.#options;
    try {
      await twins.make({ sessionKey, recordingId, method: 'refined' });
    } catch (error) {
      if (!(error instanceof InferenceError) || error.reason === 'cancelled' || error.reason === 'unavailable') throw error;
      send('app:notice', { level: 'warning', message: `The refined twin failed, the network alone is tried: ${error.message}` });
      await twins.make({ sessionKey, recordingId, method: 'network' });
    }
  }

  async #ask(clamped: Clamped, signal: AbortSignal): Promise<void> {
    const { twins } = this.#options;
    const network = { answered: false };
    const waits = (message: string): void => twins.report(clamped, { stage: 'waiting', fraction: 0, message });
    try {
      await twins.askNetwork(clamped, signal, () => {
        network.answered = true;
        waits('The network has answered. Its answer is refined when the recording has ended.');
      });
    } catch (error) {
      // What fails after the answer is a twin that nobody waits for.
      if (network.answered || signal.aborted) return;
      waits(`The network gave no answer yet: ${error instanceof Error ? error.message : String(error)} The twin is made when the recording has ended.`);
    }
  }
}

/** Why the network's answer stays as it is. */
class NotRefined extends Error {
  constructor(status: Recorded['outcome']['status']) {
    super(`The run was ${status}: the network's answer is not refined. The twin can be made on the Review desk.`);
    this.name = 'NotRefined';
  }
}
