import { Button } from '@blueprintjs/core';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { AlarmWords } from '../../ui/AlarmWords.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { cancelJob, openJob } from '../jobs/jobActions.ts';
import { hasEnded, stageWord } from '../jobs/jobWords.ts';
import { EstimateView } from './EstimateView.tsx';

/**
 * Progress from recording to twin, of the cell that is recorded now or was last and of no other: what is known so far, and a link to its
 * twin when it is finished.
 */
export function TwinProgressPanel() {
  const workstation = useWorkstation();
  const job = useAppState((state) => state.runJob);
  if (job === null) {
    return (
      <Panel title="Twin">
        <p className="fine">The network answers as soon as the voltage clamp is recorded; its answer is refined when the recording ends.</p>
      </Panel>
    );
  }
  const over = hasEnded(job);
  return (
    <Panel
      title="Twin"
      aside={
        over ? undefined : (
          <Button size="small" variant="minimal" data-testid="cancel-run-job" onClick={() => void cancelJob(workstation, job.jobId)}>
            Cancel
          </Button>
        )
      }
    >
      <p className="one-line" title={job.cellName}>
        of <strong data-testid="twin-cell">{job.cellName}</strong>
      </p>
      <div className="progress-line">
        <Meter fraction={job.fraction} label="Inference" />
        <span>{stageWord(job)}</span>
      </div>
      <p className="fine" aria-live="polite">
        {job.message}
      </p>
      <AlarmWords alarms={job.alarms} fitFailed={job.fitFailed} />
      {job.estimate !== null && (
        <EstimateView
          estimate={job.estimate}
          making={over ? 'over' : job.stage === 'waiting' ? 'recording' : 'making'}
          failed={job.fitFailed}
        />
      )}
      {job.state === 'done' && job.twinId !== null && (
        <Button
          fill
          intent={job.alarms.length > 0 || job.fitFailed ? 'none' : 'primary'}
          data-testid="twin-ready"
          onClick={() => void openJob(workstation, job)}
        >
          {job.alarms.length > 0 || job.fitFailed ? 'Open the twin with its alarms' : 'Open the twin'}
        </Button>
      )}
    </Panel>
  );
}
