import type { TwinEstimate } from '../../core/twin/twin-estimate.ts';
import type { Twin, TwinEvidence } from '../../core/twin/twin.ts';
import { usualMode } from '../../core/twin/usual-mode.ts';
import { fitFailed } from '../../core/twin/fit-failed.ts';
import { InferenceError } from '../supervisor/inference-error.ts';
import type { EventSender } from '../ipc/event-sender.ts';
import type { Store } from '../store-worker/store-client.ts';
import type { InferenceSupervisor, RequestOptions } from '../supervisor/supervisor.ts';
import type { Comparisons } from './comparisons.ts';
import type { Job, JobEstimate } from './jobs/job.ts';
import type { Jobs } from './jobs/jobs.ts';

/** Seed of the refinement: the same recording gives the same twin. */
const SEED = 1;

export interface TwinMakerOptions {
  readonly store: Store;
  readonly inference: Pick<InferenceSupervisor, 'request'>;
  readonly comparisons: Pick<Comparisons, 'rememberTwinCurrent'>;
  readonly jobs: Jobs;
  readonly send: EventSender;
}

/** Of a stored recording. */
export interface RecordingKey {
  readonly sessionKey: string;
  readonly recordingId: number;
}

export interface TwinWish extends RecordingKey {
  /** Further clamp recordings of the cell that are fitted together with it. */
  readonly together?: readonly number[] | undefined;
  readonly method: 'network' | 'refined' | 'fit';
  /** What of a living cell is fitted; 'usual': see usualMode; absent: by the method. */
  readonly mode?: TwinEvidence['mode'] | 'usual' | undefined;
}

/** The same where the cell decides on the rest. */
type UsualWish = Omit<TwinWish, 'method' | 'mode'>;

/** The same with what is fitted. */
export interface FittedWish extends TwinWish {
  readonly mode?: TwinEvidence['mode'] | undefined;
}

/** Turns stored recordings into stored twins; each is a job of the list. */
export class TwinMaker {
  readonly #options: TwinMakerOptions;

  constructor(options: TwinMakerOptions) {
    this.#options = options;
  }

  /** Puts the making of a twin on the list under the name of its cell. */
  async begin({ mode: wished, ...wish }: TwinWish, origin: 'run' | 'asked'): Promise<Job> {
    const { store, jobs } = this.#options;
    const { cellName, simulated } = await store.request('summary', { sessionKey: wish.sessionKey });
    const mode = wished === 'usual' ? await this.#usualMode(wish) : wished;
    return jobs.add({ ...wish, cellName, simulated, mode, origin });
  }

  async make(wish: TwinWish): Promise<{ twinId: number; twin: Twin }> {
    const job = await this.begin(wish, 'asked');
    return job.carryOut(() => (wish.mode === 'usual' ? this.makeUsualIn(job, wish) : this.makeIn(job, { ...wish, mode: wish.mode })));
  }

  /**
   * The twin where nobody chooses how: of a living cell from its clamps and its potential together, from the clamps alone where that
   * fails.
   */
  async makeUsualIn(job: Job, { sessionKey, recordingId, together }: UsualWish): Promise<{ twinId: number; twin: Twin }> {
    const wish = { sessionKey, recordingId, together, method: 'refined' } as const;
    const mode = await this.#usualMode(wish);
    if (mode === undefined) return this.makeIn(job, wish);
    try {
      job.fits(mode);
      return await this.makeIn(job, { ...wish, mode });
    } catch (error) {
      if (!canGoOn(error)) throw error;
      job.goOnWith('refined', `The clamp alone is fitted, since both together failed: ${error.message}`);
      return this.makeIn(job, wish);
    }
  }

  async #usualMode({ sessionKey, recordingId }: RecordingKey): Promise<TwinEvidence['mode'] | undefined> {
    const { recording, potential } = await this.#options.store.request('recording', { sessionKey, recordingId });
    return usualMode(recording, potential);
  }

  /** Makes and stores the twin as the work of a job; the caller reports a failure. */
  async makeIn(job: Job, wish: FittedWish): Promise<{ twinId: number; twin: Twin }> {
    const { store, comparisons, send } = this.#options;
    const { sessionKey, recordingId } = wish;
    const { twin, twinCurrentPaPf } = await this.#infer(job, wish, {
      onProgress: (progress) => job.progress(progress),
      onPartial: (partial) => job.estimate(message(partial)),
    });
    const twinId = await store.request('addTwin', { sessionKey, recordingId, twin });
    comparisons.rememberTwinCurrent(sessionKey, twinId, twinCurrentPaPf);
    const estimate = message({ source: 'twin', starts: 0, chi2PerSample: twin.fit.chi2PerSample, beat: twin.beat });
    job.done({ message: 'The twin is ready.', twinId, estimate, alarms: [...twin.alarms], fitFailed: fitFailed(twin.fit) });
    send('session:changed', { sessionKey });
    return { twinId, twin };
  }

  /**
   * Reports the network's answer and stores nothing. The estimate comes before the rest of the twin, which is not waited for.
   * @param onAnswer called once the answer is reported
   */
  async askNetwork(job: Job, key: RecordingKey, onAnswer: () => void): Promise<void> {
    let answered = false;
    await this.#infer(
      job,
      { ...key, method: 'network' },
      {
        onProgress: (progress) => {
          if (!answered) job.progress(progress);
        },
        onPartial: (partial) => {
          answered = true;
          job.estimate(message(partial));
          onAnswer();
        },
      },
    );
  }

  async #infer({ signal }: Job, { sessionKey, recordingId, together, method, mode }: FittedWish, listeners: Listeners) {
    const { store, inference } = this.#options;
    const request = await store.request('recording', { sessionKey, recordingId, together });
    return inference.request('infer', { ...request, method, mode, seed: SEED }, { signal, ...listeners });
  }
}

/** Whether another way may do what failed. */
export function canGoOn(error: unknown): error is InferenceError {
  return error instanceof InferenceError && error.reason !== 'cancelled' && error.reason !== 'unavailable';
}

type Listeners = Required<Pick<RequestOptions<'infer'>, 'onProgress' | 'onPartial'>>;

/** The reported values belong to the list; a message is not read-only. */
function message({ beat, ...estimate }: Readonly<JobEstimate> | TwinEstimate): JobEstimate {
  return { ...estimate, beat: beat && { outcome: beat.outcome, features: { ...beat.features } } };
}
