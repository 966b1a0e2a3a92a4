import { Button, SegmentedControl } from '@blueprintjs/core';
import { useState } from 'react';
import type { OpenTwin } from './slice.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { METHOD_NAME } from '../../ui/methodName.ts';
import { cancelJob } from '../jobs/jobActions.ts';
import { hasEnded } from '../jobs/jobWords.ts';
import { inferTwin, type TwinMethod } from './twinActions.ts';

const METHODS: readonly TwinMethod[] = ['network', 'refined', 'fit'];

/** Another method means another inference from the same recording: a new twin beside this one. */
export function MethodSwitch({ open }: { open: OpenTwin }) {
  const workstation = useWorkstation();
  const [method, setMethod] = useState<TwinMethod>(open.twin.method);
  const recordingId = open.session.twinList.find((entry) => entry.twinId === open.twinId)?.recordingId;
  const job = useAppState((state) =>
    state.jobs.find(
      (one) => one.sessionKey === open.sessionKey && one.recordingId === recordingId && one.method === method && !hasEnded(one),
    ),
  );
  return (
    <div className="method-switch">
      <SegmentedControl
        size="small"
        value={method}
        aria-label="Method of inference"
        options={METHODS.map((value) => ({ value, label: METHOD_NAME[value] }))}
        onValueChange={(value) => setMethod(value as TwinMethod)}
      />
      {job !== undefined ? (
        <Button size="small" data-testid="cancel-infer" onClick={() => void cancelJob(workstation, job.jobId)}>
          Cancel {job.state === 'queued' ? '(queued)' : `(${Math.round(job.fraction * 100)} %)`}
        </Button>
      ) : (
        <Button
          size="small"
          disabled={recordingId === undefined}
          data-testid="infer-again"
          onClick={() => recordingId !== undefined && void inferTwin(workstation, open.sessionKey, recordingId, method)}
        >
          Run again
        </Button>
      )}
    </div>
  );
}
