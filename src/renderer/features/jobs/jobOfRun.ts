import type { JobView } from '../../../shared/contract/schemas.ts';

/** The run that is recorded now, or was last. */
export interface LastRun {
  readonly sessionKey: string;
  /** Its first recording; for a run that was in progress when the window opened, the recording that was then running. */
  readonly recordingId: number;
  /** The window was opened during the run: its voltage clamp may be the recording before. */
  readonly joined: boolean;
}

/** Requested and not yet begun: no job belongs to it, and no job of another cell may be shown instead. */
export const STARTING_RUN: LastRun = { sessionKey: '', recordingId: 0, joined: false };

/** The job of that run and of no other cell; null while it has none. A window that saw no run takes the newest job. */
export function jobOfRun(jobs: readonly JobView[], run: LastRun | null): JobView | null {
  const ofRuns = jobs.filter(({ origin }) => origin === 'run');
  const belongs = ({ sessionKey, recordingId }: JobView): boolean =>
    run === null ||
    (sessionKey === run.sessionKey && (recordingId === run.recordingId || (run.joined && recordingId === run.recordingId - 1)));
  return ofRuns.filter(belongs).reduce<JobView | null>((newest, job) => (newest === null || job.jobId > newest.jobId ? job : newest), null);
}
