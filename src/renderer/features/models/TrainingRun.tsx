import type { TrainingState } from '../../../shared/training/state.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Readout } from '../../ui/Readout.tsx';
import { fixed } from '../../ui/quantity.ts';
import { LossPlot } from './LossPlot.tsx';
import { timeLeft } from './timeLeft.ts';

type Run = Exclude<TrainingState, { kind: 'none' }>;

/** Progress of the training: cells made, then loss, test figure and speed, with the loss over the steps. */
export function TrainingRun() {
  const training = useAppState((state) => state.training);
  if (training.kind === 'none') return null;
  const { progress, settings } = training;
  const { step, loss, testR2, samplesPerSecond } = progress;
  return (
    <Panel title="Training" className="training-run" aside={<span className="fine">{settings.protocolId}</span>}>
      <div className="progress-line">
        <Meter
          fraction={training.kind === 'finished' ? 1 : progress.fraction}
          label={progress.stage === 'population' ? 'Cells simulated' : 'Training'}
        />
        <span className="num" data-testid="training-word" aria-live="polite">
          {word(training)}
        </span>
      </div>
      {training.kind === 'failed' && (
        <p className="training-problem" role="alert" data-testid="training-problem">
          Failed. {training.message}
        </p>
      )}
      <div className="training-figures">
        <Readout label="Cells" value={progress.cellsDone.toLocaleString('en-GB')} />
        <Readout label="Step" value={step.toLocaleString('en-GB')} testId="training-step" />
        <Readout label="Loss" value={fixed(loss, 3)} />
        <Readout label="Test R²" value={fixed(testR2, 3)} note="Mean over the 52 parameters, on cells the network has not seen" />
        <Readout label="Speed" value={fixed(samplesPerSecond, 0)} unit="samples/s" />
      </div>
      <LossPlot history={progress.history} />
      {progress.engine !== null && <p className="fine">{progress.engine}</p>}
    </Panel>
  );
}

function word(training: Run): string {
  const { progress } = training;
  const share = `${fixed(100 * progress.fraction, 0)} %`;
  switch (training.kind) {
    case 'running': {
      const stage = progress.stage === 'population' ? 'Simulating cells' : 'Learning';
      return progress.secondsLeft === null ? `${stage}, ${share}` : `${stage}, ${share}, ${timeLeft(progress.secondsLeft)} left`;
    }
    case 'stopping':
      return 'Stopping';
    case 'stopped':
      return `Stopped at ${share}; it can be resumed`;
    case 'failed':
      return `Failed at ${share}; it can be resumed`;
    case 'finished':
      return 'Finished';
  }
}
