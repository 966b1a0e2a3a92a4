import type { JobView } from '../../../shared/contract/schemas.ts';
import type { Panel } from '../../state/part.ts';
import { applyJobs, loadJobs } from './jobActions.ts';
import type { LastRun } from './jobOfRun.ts';

interface JobsSlice {
  /** The jobs and their cells, as main lists them. */
  readonly jobs: readonly JobView[];
  readonly jobsOpen: boolean;
  readonly lastRun: LastRun | null;
  /** The job of the run that is recorded now or was last, kept when it has left the list. */
  readonly runJob: JobView | null;
}

declare module '../../state/appState.ts' {
  interface PanelSlices {
    readonly jobs: JobsSlice;
  }
}

/** The list of jobs beside every desk; Ctrl+J shows and hides it. */
export const jobsPanel: Panel<JobsSlice> = {
  slice: { jobs: [], jobsOpen: false, lastRun: null, runJob: null },
  bind(workstation) {
    workstation.api.on['jobs:changed']((jobs) => applyJobs(workstation, jobs));
  },
  start: loadJobs,
  keys(event, { store }) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'j') return false;
    store.update(({ jobsOpen }) => ({ jobsOpen: !jobsOpen }));
    return true;
  },
};
