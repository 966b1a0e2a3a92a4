import { Button, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { useState } from 'react';
import { ownPotential } from '../../../core/twin/fitted-together.ts';
import type { OpenTwin } from './slice.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { METHOD_NAME, MODE_NAME } from '../../ui/methodName.ts';
import { cancelJob } from '../jobs/jobActions.ts';
import { hasEnded } from '../jobs/jobWords.ts';
import { togetherOf } from './clampChoice.ts';
import { isLiving } from './isLiving.ts';
import { inferTwin, type TwinMethod } from './twinActions.ts';
import { useNextClamps } from './useNextClamps.ts';

const METHODS: readonly TwinMethod[] = ['network', 'refined', 'fit'];
const BOTH = 'clamp+potential';
type Choice = TwinMethod | typeof BOTH;

const nameOf = (choice: Choice): string => (choice === BOTH ? MODE_NAME[BOTH] : METHOD_NAME[choice]);

/**
 * Another method, other clamp recordings, or for a living cell clamp and potential together, mean another inference: a new twin beside
 * this one.
 */
export function MethodSwitch({ open }: { open: OpenTwin }) {
  const workstation = useWorkstation();
  const { twin, session, sessionKey, twinId } = open;
  const recordingId = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  const clamp = session.recordingList.find((recording) => recording.recordingId === recordingId);
  const canFitBoth = isLiving(open) && clamp !== undefined && ownPotential(clamp, session.recordingList) !== undefined;
  const [choice, setChoice] = useState<Choice>(canFitBoth && twin.evidence?.mode === BOTH ? BOTH : twin.method);
  const method = choice === BOTH ? 'refined' : choice;
  const mode = choice === BOTH ? BOTH : undefined;
  const together = togetherOf(useNextClamps(open).choices);
  const job = useAppState((state) =>
    state.jobs.find(
      (one) =>
        one.sessionKey === sessionKey &&
        one.recordingId === recordingId &&
        one.method === method &&
        one.mode === (mode ?? null) &&
        one.together.join() === together.join() &&
        !hasEnded(one),
    ),
  );
  return (
    <div className="method-switch">
      {canFitBoth ? (
        <HTMLSelect
          aria-label="Method of inference"
          data-testid="choose-method"
          value={choice}
          options={[...METHODS, BOTH].map((value) => ({ value, label: nameOf(value as Choice) }))}
          onChange={(event) => setChoice(event.currentTarget.value as Choice)}
        />
      ) : (
        <SegmentedControl
          size="small"
          value={choice}
          aria-label="Method of inference"
          options={METHODS.map((value) => ({ value, label: nameOf(value) }))}
          onValueChange={(value) => setChoice(value as TwinMethod)}
        />
      )}
      {job !== undefined ? (
        <Button size="small" data-testid="cancel-infer" onClick={() => void cancelJob(workstation, job.jobId)}>
          Cancel {job.state === 'queued' ? '(queued)' : `(${Math.round(job.fraction * 100)} %)`}
        </Button>
      ) : (
        <Button
          size="small"
          disabled={recordingId === undefined}
          title={
            together.length === 0 ? undefined : `Fits the ${together.length + 1} clamp recordings that are ticked under Recordings together`
          }
          data-testid="infer-again"
          onClick={() => recordingId !== undefined && void inferTwin(workstation, { sessionKey, recordingId, together, method, mode })}
        >
          {together.length === 0 ? 'Run again' : `Run again (${together.length + 1})`}
        </Button>
      )}
    </div>
  );
}
