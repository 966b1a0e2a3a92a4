import { Button } from '@blueprintjs/core';
import type { InferenceProgress } from '../../state/appState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { Meter } from '../../ui/Meter.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { cancelInference, openTwin } from '../twin/twinActions.ts';

const STAGE_WORD: Readonly<Record<InferenceProgress['stage'], string>> = {
  features: 'Reading the recording',
  network: 'Network',
  refining: 'Refining on the physics',
  beating: 'Beating the twin',
  done: 'Twin ready',
  failed: 'No twin',
  cancelled: 'Cancelled',
};

/** From recording to twin, and the way to it when it is done. */
export function TwinProgressPanel() {
  const workstation = useWorkstation();
  const progress = useAppState((state) => state.progress);
  if (progress === null) {
    return (
      <Panel title="Twin">
        <p className="fine">The twin of the cell is inferred as soon as a recording ends.</p>
      </Panel>
    );
  }
  const { stage, fraction, message, sessionId, twinId } = progress;
  const over = stage === 'done' || stage === 'failed' || stage === 'cancelled';
  return (
    <Panel title="Twin" aside={over ? undefined : <Button size="small" variant="minimal" onClick={() => void cancelInference(workstation)}>Cancel</Button>}>
      <div className="progress-line">
        <Meter fraction={stage === 'done' ? 1 : fraction} label="Inference" />
        <span>{STAGE_WORD[stage]}</span>
      </div>
      <p className="fine" aria-live="polite">{message}</p>
      {stage === 'done' && twinId !== null && (
        <Button fill intent="primary" data-testid="twin-ready" onClick={() => void openTwin(workstation, sessionId, twinId)}>
          Open the twin
        </Button>
      )}
    </Panel>
  );
}
