import type { JobView } from '../../../shared/contract/schemas.ts';
import type { Workstation } from '../../state/workstation.ts';
import { openTwin } from '../twin/twinActions.ts';
import { jobOfRun } from './jobOfRun.ts';

/**
 * Takes the list from main. The job of the last run is kept when it has left the list: its result still belongs to the cell on the Rig
 * desk.
 */
export function applyJobs({ store }: Workstation, jobs: readonly JobView[]): void {
  store.update(({ lastRun, runJob }) => ({
    jobs,
    runJob: jobOfRun(jobs, lastRun) ?? (lastRun === null || runJob?.sessionKey === lastRun.sessionKey ? runJob : null),
  }));
}

export async function loadJobs(workstation: Workstation): Promise<void> {
  const jobs = await workstation.attempt('jobs:list', undefined);
  if (jobs !== null) applyJobs(workstation, jobs);
}

export async function cancelJob(workstation: Workstation, jobId: number): Promise<void> {
  await workstation.attempt('jobs:cancel', { jobId }, `cancel-job-${jobId}`);
}

/** @param jobId null: all that are finished */
export async function dismissJob(workstation: Workstation, jobId: number | null): Promise<void> {
  await workstation.attempt('jobs:dismiss', { jobId });
}

/** Opens what a job made, and marks it as seen. */
export async function openJob(workstation: Workstation, { jobId, sessionKey, twinId }: JobView): Promise<void> {
  if (twinId === null) return;
  workstation.store.set({ jobsOpen: false });
  await openTwin(workstation, sessionKey, twinId);
  await dismissJob(workstation, jobId);
}
