import { Button } from '@blueprintjs/core';
import type { InferenceProgress } from '../../state/appState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { cancelInference, openTwin } from '../twin/twinActions.ts';
import { EstimateView } from './EstimateView.tsx';

const STAGE_WORD: Readonly<Record<InferenceProgress['stage'], string>> = {
  features: 'Reading the recording',
  network: 'Network',
  refining: 'Refining on the physics',
  beating: 'Beating the twin',
  waiting: 'Recording goes on',
  done: 'Twin ready',
  failed: 'No twin',
  cancelled: 'Cancelled',
};

/** From recording to twin: what is known so far, and the way to the twin when it is done. */
export function TwinProgressPanel() {
  const workstation = useWorkstation();
  const progress = useAppState((state) => state.progress);
  const estimate = useAppState((state) => state.estimate);
  if (progress === null) {
    return (
      <Panel title="Twin">
        <p className="fine">The network answers as soon as the voltage clamp is recorded; its answer is refined when the recording ends.</p>
      </Panel>
    );
  }
  const { stage, fraction, message, sessionKey, recordingId, twinId } = progress;
  const over = stage === 'done' || stage === 'failed' || stage === 'cancelled';
  const ofThis = estimate !== null && estimate.sessionKey === sessionKey && estimate.recordingId === recordingId;
  return (
    <Panel title="Twin" aside={over ? undefined : <Button size="small" variant="minimal" onClick={() => void cancelInference(workstation)}>Cancel</Button>}>
      <div className="progress-line">
        <Meter fraction={stage === 'done' ? 1 : fraction} label="Inference" />
        <span>{STAGE_WORD[stage]}</span>
      </div>
      <p className="fine" aria-live="polite">{message}</p>
      {ofThis && <EstimateView estimate={estimate} making={over ? 'over' : stage === 'waiting' ? 'recording' : 'making'} />}
      {stage === 'done' && twinId !== null && (
        <Button fill intent="primary" data-testid="twin-ready" onClick={() => void openTwin(workstation, sessionKey, twinId)}>
          Open the twin
        </Button>
      )}
    </Panel>
  );
}
