import type { JobView } from '../../../shared/contract/schemas.ts';
import { RequestError } from '../../ipc/request-error.ts';
import { Job, type JobSpec } from './job.ts';

/** Finished jobs kept until they are seen; beyond that the oldest are removed. */
const KEPT = 60;
/** Shortest interval between two reports of progress, ms. */
const REPORT_EVERY_MS = 150;

/**
 * The list of all jobs, and their order: work that belongs to a recording starts at once, the rest one after the other and
 * never while work of a recording is in progress. Each job is cancelled on its own; finished ones stay until they are dismissed.
 */
export class Jobs {
  readonly #report: (list: JobView[]) => void;
  readonly #everyMs: number;
  #jobs: Job[] = [];
  #nextId = 1;
  #timer: NodeJS.Timeout | null = null;

  constructor(report: (list: JobView[]) => void, everyMs = REPORT_EVERY_MS) {
    this.#report = report;
    this.#everyMs = everyMs;
  }

  /** @throws RequestError 'busy' while the same method is asked for the same recording */
  add(spec: JobSpec): Job {
    const same = this.#jobs.find(
      (job) =>
        !job.hasEnded &&
        job.spec.sessionKey === spec.sessionKey &&
        job.spec.recordingId === spec.recordingId &&
        job.view().method === spec.method &&
        job.view().mode === (spec.mode ?? null),
    );
    if (same !== undefined && spec.origin === 'asked') {
      throw new RequestError(
        'busy',
        `The same method is already at work on this recording of "${spec.cellName.slice(0, 80)}". Wait for it, or cancel it in ` +
          `the list of jobs.`,
      );
    }
    const job = new Job(this.#nextId++, spec, { changed: (urgency) => this.#changed(urgency), released: () => this.#startNext() });
    this.#jobs.push(job);
    this.#forgetOldest();
    this.#startNext();
    this.#changed('now');
    return job;
  }

  /** Jobs in progress first, in their order, then the finished ones, newest first. */
  list(): JobView[] {
    const order = this.#jobs.filter((job) => !job.hasEnded).sort((a, b) => rank(a) - rank(b));
    return [...order, ...this.#jobs.filter((job) => job.hasEnded).reverse()].map((job) => structuredClone(job.view()));
  }

  /** A job that has ended meanwhile stays as it is. */
  cancel(jobId: number): void {
    this.#find(jobId)?.cancel();
  }

  /** Removes finished jobs from the list; null: all of them. Jobs in progress stay. */
  dismiss(jobId: number | null): void {
    this.#jobs = this.#jobs.filter((job) => !(job.hasEnded && (jobId === null || job.view().jobId === jobId)));
    this.#changed('now');
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const job of this.#jobs) job.cancel('TwinClamp was closed.');
  }

  #find(jobId: number): Job | undefined {
    return this.#jobs.find((job) => job.view().jobId === jobId);
  }

  #startNext(): void {
    const held = this.#jobs.filter((job) => job.isHeld);
    const ofRuns = held.filter((job) => job.spec.origin === 'run');
    for (const job of ofRuns) job.start();
    const asked = held.filter((job) => job.spec.origin === 'asked');
    if (ofRuns.some((job) => !job.hasEnded) || asked.some((job) => job.view().state !== 'queued')) return;
    asked[0]?.start();
  }

  #forgetOldest(): void {
    const ended = this.#jobs.filter((job) => job.hasEnded && !job.isHeld);
    const tooOld = new Set(ended.slice(0, Math.max(0, ended.length - KEPT)));
    this.#jobs = this.#jobs.filter((job) => !tooOld.has(job));
  }

  #changed(urgency: 'now' | 'soon'): void {
    if (urgency === 'soon' && this.#everyMs > 0) {
      this.#timer ??= setTimeout(() => this.#reportNow(), this.#everyMs);
      return;
    }
    this.#reportNow();
  }

  /** A list that cannot be sent must not cost a twin. */
  #reportNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      this.#report(this.list());
    } catch (error) {
      console.error('jobs:changed:', error);
    }
  }
}

/** Jobs of recordings first, the newest before the others, then the running one, then the queue in its order. */
function rank(job: Job): number {
  const { state, jobId } = job.view();
  return job.spec.origin === 'run' ? -jobId : (state === 'queued' ? 2e9 : 1e9) + jobId;
}
