import { Button } from '@blueprintjs/core';
import type { JobView } from '../../../shared/contract/schemas.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { AlarmWords } from '../../ui/AlarmWords.tsx';
import { workName } from '../../ui/methodName.ts';
import { Meter } from '../../ui/Meter.tsx';
import { SimulatedTag } from '../../ui/SimulatedTag.tsx';
import { cancelJob, dismissJob, openJob } from './jobActions.ts';
import { JobGlyph } from './JobGlyph.tsx';
import { hasEnded, jobLine, makesTwin } from './jobWords.ts';

/** One job: its cell, its work, its progress, and the actions on it. */
export function JobRow({ job }: { job: JobView }) {
  const workstation = useWorkstation();
  const ended = hasEnded(job);
  const whose = `${workName(job)} of ${job.cellName}`;
  return (
    <li className="job-row" data-testid="job-row" data-state={job.state}>
      <JobGlyph job={job} />
      <div className="job-what">
        <p className="job-cell">
          <span className="job-name" title={job.cellName}>
            {job.cellName}
          </span>
          {job.simulated && <SimulatedTag />}
        </p>
        <p className="fine num-text">
          {workName(job)} · {jobLine(job)}
        </p>
        {job.state === 'running' && job.stage !== 'waiting' && <Meter fraction={job.fraction} label={whose} />}
        {job.message !== '' && job.state !== 'done' && (
          <p className="fine two-lines" title={job.message}>
            {job.message}
          </p>
        )}
        {job.state === 'done' && <AlarmWords alarms={job.alarms} fitFailed={job.fitFailed} />}
      </div>
      <div className="job-buttons">
        {ended ? (
          <>
            {job.state === 'done' && job.twinId !== null && (
              <Button
                size="small"
                data-testid="job-open"
                aria-label={`Open ${makesTwin(job) ? whose : `the twin that ${whose} is compared with`}`}
                onClick={() => void openJob(workstation, job)}
              >
                Open
              </Button>
            )}
            <Button
              size="small"
              variant="minimal"
              data-testid="job-dismiss"
              aria-label={`Dismiss ${whose}`}
              onClick={() => void dismissJob(workstation, job.jobId)}
            >
              Dismiss
            </Button>
          </>
        ) : (
          <Button
            size="small"
            variant="minimal"
            data-testid="job-cancel"
            aria-label={`Cancel ${whose}`}
            onClick={() => void cancelJob(workstation, job.jobId)}
          >
            Cancel
          </Button>
        )}
      </div>
    </li>
  );
}
