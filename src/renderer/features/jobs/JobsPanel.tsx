import { Button } from '@blueprintjs/core';
import { useEffect, useRef } from 'react';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { dismissJob } from './jobActions.ts';
import { JobRow } from './JobRow.tsx';
import { hasEnded } from './jobWords.ts';

/** The list of jobs over the desk, beside the rail: it moves nothing and ends below the state bar, so that it never covers ABORT. */
export function JobsPanel() {
  const workstation = useWorkstation();
  const { store } = workstation;
  const jobs = useAppState((state) => state.jobs);
  const open = useAppState((state) => state.jobsOpen);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) panel.current?.focus();
  }, [open]);
  if (!open) return null;
  const close = (): void => {
    store.set({ jobsOpen: false });
    document.querySelector<HTMLElement>('[data-testid="jobs-button"]')?.focus();
  };
  return (
    <section
      ref={panel}
      id="jobs"
      className="jobs-panel"
      aria-label="Jobs"
      data-testid="jobs-panel"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.ctrlKey && !event.shiftKey) close();
      }}
    >
      <header className="panel-head">
        <h2>Jobs</h2>
        <div className="panel-aside">
          {jobs.filter(hasEnded).length > 1 && (
            <Button size="small" variant="minimal" data-testid="jobs-dismiss-all" onClick={() => void dismissJob(workstation, null)}>
              Dismiss finished
            </Button>
          )}
          <Button size="small" variant="minimal" aria-label="Close the list of jobs" onClick={close}>
            Close
          </Button>
        </div>
      </header>
      {jobs.length === 0 ? (
        <p className="fine pad">No job is running. A recording gets its twin automatically; other jobs wait here for their turn.</p>
      ) : (
        <ul className="job-rows">
          {jobs.map((job) => (
            <JobRow key={job.jobId} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
}
