import { isCellClamp } from '../../core/twin/fitted-together.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { Store } from '../store-worker/store-client.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { Job } from './jobs/job.ts';
import type { Clamped, Recorded } from './rig-service.ts';
import { canGoOn, type TwinMaker } from './twin-maker.ts';

export interface RunTwinsOptions {
  readonly store: Store;
  readonly twins: TwinMaker;
  readonly send: EventSender;
}

/** What is done for a run while it still records. */
interface Early {
  readonly clamped: Clamped;
  /** Null where its session could not be read; then nothing was asked. */
  readonly job: Promise<Job | null>;
  /** Never rejects. */
  readonly asked: Promise<void>;
}

/**
 * Makes the twin of each run by itself, as one job of the list: the network answers while the free potential is recorded, the refined twin
 * is made after it: of a living cell from its clamp and the free potential together, or from the clamp alone where that fails. The
 * refinement waits for the end because its twin is held against the free potential, and because it would take the cores that record.
 */
export class RunTwins {
  readonly #options: RunTwinsOptions;
  #early: Early | null = null;

  constructor(options: RunTwinsOptions) {
    this.#options = options;
  }

  /** The voltage clamp of a run is stored, the run goes on. */
  clamped(clamped: Clamped): void {
    const job = this.#begin(clamped);
    this.#early = { clamped, job, asked: job.then((begun) => (begun === null ? undefined : this.#ask(begun, clamped))) };
  }

  /** The first voltage-clamp recording of a complete run gets its refined twin; the network alone if refining fails, and says so. */
  async ended({ sessionKey, outcome }: Recorded): Promise<void> {
    const early = this.#early?.clamped.sessionKey === sessionKey ? this.#early : null;
    this.#early = null;
    const begun = (await early?.job) ?? null;
    if (outcome.status !== 'complete')
      begun?.cancel(`The run was ${outcome.status}: the network's answer is not refined. The twin can be made on the Review desk.`);
    await early?.asked;
    if (outcome.status !== 'complete' || begun?.hasEnded === true) {
      begun?.release();
      return;
    }
    const clamped = early?.clamped ?? (await this.#clampOf(sessionKey, outcome.recordingIds));
    const job = begun ?? (clamped === null ? null : await this.#begin(clamped));
    if (job === null || clamped === null) return;
    try {
      await job.carryOut(() => this.#make(job, clamped));
    } catch (error) {
      this.#noTwin(error);
    }
  }

  async #make(job: Job, clamped: Clamped): Promise<void> {
    const { twins } = this.#options;
    try {
      await twins.makeUsualIn(job, clamped);
    } catch (error) {
      if (!canGoOn(error)) throw error;
      job.goOnWith('network', `The refined twin failed, the network alone is tried: ${error.message}`);
      await twins.makeIn(job, { ...clamped, method: 'network' });
    }
  }

  async #ask(job: Job, clamped: Clamped): Promise<void> {
    const { twins } = this.#options;
    const network = { answered: false };
    const waits = (message: string): void => job.progress({ stage: 'waiting', fraction: 0, message });
    try {
      await job.turn();
      await twins.askNetwork(job, clamped, () => {
        network.answered = true;
        waits('The network has answered. Its answer is refined when the recording has ended.');
      });
    } catch (error) {
      // What fails after the answer is a twin that is not needed.
      if (network.answered || job.hasEnded) return;
      waits(
        `The network gave no answer yet: ${error instanceof Error ? error.message : String(error)} The twin is made when the ` +
          `recording has ended.`,
      );
    }
  }

  async #begin(clamped: Clamped): Promise<Job | null> {
    try {
      return await this.#options.twins.begin({ ...clamped, method: 'refined' }, 'run');
    } catch (error) {
      this.#noTwin(error);
      return null;
    }
  }

  async #clampOf(sessionKey: string, recordingIds: readonly number[]): Promise<Clamped | null> {
    try {
      const { recordingList } = await this.#options.store.request('detail', { sessionKey });
      const found = recordingList.find((one) => isCellClamp(one) && recordingIds.includes(one.recordingId));
      return found === undefined ? null : { sessionKey, recordingId: found.recordingId };
    } catch (error) {
      this.#noTwin(error);
      return null;
    }
  }

  #noTwin(error: unknown): void {
    if (error instanceof InferenceError && error.reason === 'cancelled') return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.send('app:notice', { level: 'error', message: `The recording is stored, but no twin could be made: ${reason}` });
  }
}
