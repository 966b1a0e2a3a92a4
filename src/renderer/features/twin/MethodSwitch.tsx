import { Button, SegmentedControl } from '@blueprintjs/core';
import { useState } from 'react';
import type { OpenTwin } from '../../state/appState.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { cancelInference, inferTwin, type TwinMethod } from './twinActions.ts';

export const METHOD_WORD: Readonly<Record<TwinMethod, string>> = { network: 'Network', refined: 'Refined', fit: 'Fit' };
const METHODS: readonly TwinMethod[] = ['network', 'refined', 'fit'];

/** Another method means another inference from the same recording: a new twin beside this one. */
export function MethodSwitch({ open }: { open: OpenTwin }) {
  const workstation = useWorkstation();
  const busy = useAppState((state) => state.pending.has('infer'));
  const progress = useAppState((state) => state.progress);
  const [method, setMethod] = useState<TwinMethod>(open.twin.method);
  const recordingId = open.session.twinList.find((entry) => entry.twinId === open.twinId)?.recordingId;
  return (
    <div className="method-switch">
      <SegmentedControl
        size="small"
        value={method}
        disabled={busy}
        aria-label="Method of inference"
        options={METHODS.map((value) => ({ value, label: METHOD_WORD[value] }))}
        onValueChange={(value) => setMethod(value as TwinMethod)}
      />
      {busy ? (
        <Button size="small" onClick={() => void cancelInference(workstation)}>
          Cancel {progress === null ? '' : `(${Math.round(progress.fraction * 100)} %)`}
        </Button>
      ) : (
        <Button size="small" disabled={recordingId === undefined} data-testid="infer-again" onClick={() => recordingId !== undefined && void inferTwin(workstation, open.sessionKey, recordingId, method)}>
          Run again
        </Button>
      )}
    </div>
  );
}
