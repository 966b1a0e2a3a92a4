import type { OpenTwin } from './slice.ts';
import { useAppState, useWorkstation } from '../../state/useWorkstation.ts';
import { CANCELLED, COMPARED, type ComparisonRuns, type MethodId, type MethodRun } from './methodRun.ts';
import { runMethod } from './runMethod.ts';

export interface MethodRuns {
  /** Null before the first comparison. */
  readonly runs: ComparisonRuns | null;
  /** A comparison is running, whatever desk is shown. */
  readonly busy: boolean;
  /** Null where the session no longer has the recording. */
  readonly start: (() => Promise<void>) | null;
}

/**
 * Runs every method on the recording of the open twin, one after the other; a method that fails does not stop the next, cancelling does.
 * The results are kept when the desk is left.
 */
export function useMethodRuns({ session, sessionKey, twinId }: OpenTwin): MethodRuns {
  const workstation = useWorkstation();
  const recordingId = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  const key = `${sessionKey}/${recordingId}`;
  const runs = useAppState((state) => state.methodRuns[key] ?? null);
  const busy = runs !== null && Object.values(runs).some(({ kind }) => kind === 'running' || kind === 'waiting');
  if (recordingId === undefined) return { runs, busy, start: null };
  const start = async (): Promise<void> => {
    let now = Object.fromEntries(COMPARED.map((method) => [method, { kind: 'waiting' }])) as ComparisonRuns;
    const put = (method: MethodId, run: MethodRun): void => {
      now = { ...now, [method]: run };
      workstation.store.update(({ methodRuns }) => ({ methodRuns: { ...methodRuns, [key]: now } }));
    };
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
  return { runs, busy, start };
}
