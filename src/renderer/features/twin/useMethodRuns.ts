import { useState } from 'react';
import type { OpenTwin } from '../../state/appState.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { CANCELLED, COMPARED, type MethodId, type MethodRun } from './methodRun.ts';
import { runMethod } from './runMethod.ts';

export interface MethodRuns {
  /** Null before the first comparison. */
  readonly runs: Readonly<Record<MethodId, MethodRun>> | null;
  /** Null where the session no longer has the recording. */
  readonly start: (() => Promise<void>) | null;
}

/** Runs every method on the recording of the open twin, one after the other; a method that fails does not stop the next, cancelling does. */
export function useMethodRuns({ session, sessionKey, twinId }: OpenTwin): MethodRuns {
  const workstation = useWorkstation();
  const [runs, setRuns] = useState<MethodRuns['runs']>(null);
  const recordingId = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  if (recordingId === undefined) return { runs, start: null };
  const start = async (): Promise<void> => {
    let now = Object.fromEntries(COMPARED.map((method) => [method, { kind: 'waiting' }])) as Record<MethodId, MethodRun>;
    const put = (method: MethodId, run: MethodRun): void => setRuns((now = { ...now, [method]: run }));
    for (const method of COMPARED) {
      put(method, { kind: 'running' });
      const run = await runMethod(workstation, { sessionKey, recordingId, twinId }, method);
      put(method, run);
      if (run === CANCELLED) {
        for (const rest of COMPARED.slice(COMPARED.indexOf(method) + 1)) put(rest, CANCELLED);
        return;
      }
    }
  };
  return { runs, start };
}
