import { useState } from 'react';
import type { OpenTwin, Twin } from '../../state/appState.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import type { TwinMethod } from './twinActions.ts';

export const COMPARED: readonly TwinMethod[] = ['network', 'refined', 'fit'];

export type MethodRun =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'none'; readonly word: 'Failed' | 'Cancelled' }
  | { readonly kind: 'done'; readonly twin: Twin; readonly twinId: number; readonly seconds: number };

export interface MethodRuns {
  /** Null before the first comparison. */
  readonly runs: Readonly<Record<TwinMethod, MethodRun>> | null;
  /** Null where the session no longer has the recording. */
  readonly start: (() => Promise<void>) | null;
}

const WAITING: MethodRun = { kind: 'waiting' };

/** Runs every method on the recording of the open twin, one after the other; a method that fails does not stop the next, cancelling does. */
export function useMethodRuns({ session, sessionId, twinId }: OpenTwin): MethodRuns {
  const { attempt, store } = useWorkstation();
  const [runs, setRuns] = useState<MethodRuns['runs']>(null);
  const recordingId = session.twinList.find((entry) => entry.twinId === twinId)?.recordingId;
  if (recordingId === undefined) return { runs, start: null };
  const start = async (): Promise<void> => {
    let now: Record<TwinMethod, MethodRun> = { network: WAITING, refined: WAITING, fit: WAITING };
    const put = (method: TwinMethod, run: MethodRun): void => setRuns((now = { ...now, [method]: run }));
    const wasCancelled = (): boolean => store.get().progress?.stage === 'cancelled';
    for (const method of COMPARED) {
      store.set({ progress: null, estimate: null });
      put(method, { kind: 'running' });
      const began = performance.now();
      const answer = await attempt('twin:infer', { sessionId, recordingId, method }, 'infer', wasCancelled);
      if (answer !== null) put(method, { kind: 'done', ...answer, seconds: (performance.now() - began) / 1000 });
      else if (wasCancelled()) {
        for (const rest of COMPARED.slice(COMPARED.indexOf(method))) put(rest, { kind: 'none', word: 'Cancelled' });
        return;
      } else put(method, { kind: 'none', word: 'Failed' });
    }
  };
  return { runs, start };
}
