import type { JobView } from '../../../shared/contract/schemas.ts';
import { fixed } from '../../ui/quantity.ts';

export const ENDED: readonly JobView['state'][] = ['done', 'failed', 'cancelled'];

export function hasEnded({ state }: Pick<JobView, 'state'>): boolean {
  return ENDED.includes(state);
}

/** A method that makes no twin opens the twin it is compared with. */
export function makesTwin({ method }: Pick<JobView, 'method'>): boolean {
  return method !== 'genetic' && method !== 'iv';
}

const STAGE_WORD: Readonly<Record<JobView['stage'], string>> = {
  queued: 'Queued',
  features: 'Reading the recording',
  network: 'Network',
  refining: 'Refining on the physics',
  beating: 'Free run of the twin',
  waiting: 'Recording continues',
  done: 'Twin ready',
  failed: 'No twin',
  cancelled: 'Cancelled',
};

/** State of a job in words; the quality of its result is shown beside it. */
export function stageWord(job: Pick<JobView, 'stage' | 'method'>): string {
  if (makesTwin(job)) return STAGE_WORD[job.stage];
  return job.stage === 'done'
    ? 'Finished'
    : job.stage === 'failed'
      ? 'Failed'
      : job.stage === 'refining'
        ? 'Running'
        : STAGE_WORD[job.stage];
}

/** One line of a job: its progress, or its result. */
export function jobLine(job: JobView): string {
  const percent = job.state === 'running' && job.stage !== 'waiting' ? `, ${Math.round(100 * job.fraction)} %` : '';
  const chi2 = job.estimate === null ? '' : ` · χ² ${fixed(job.estimate.chi2PerSample, 2)}`;
  return `${stageWord(job)}${percent}${chi2}`;
}

export interface JobsInShort {
  /** Running or queued. */
  readonly active: number;
  readonly ready: number;
  /** Finished without a result, or with one that needs a check before it is trusted. */
  readonly abnormal: number;
  /** Progress of the running job, 0..1; null while none runs. */
  readonly fraction: number | null;
}

export function inShort(jobs: readonly JobView[]): JobsInShort {
  const running = jobs.find(({ state, stage }) => state === 'running' && stage !== 'waiting');
  return {
    active: jobs.filter((job) => !hasEnded(job)).length,
    ready: jobs.filter(({ state }) => state === 'done').length,
    abnormal: jobs.filter((job) => job.state === 'failed' || (job.state === 'done' && (job.alarms.length > 0 || job.fitFailed))).length,
    fraction: running?.fraction ?? null,
  };
}
