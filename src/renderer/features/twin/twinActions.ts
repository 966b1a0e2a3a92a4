import { EMPTY } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';

export type TwinMethod = 'network' | 'refined' | 'fit';

/** Opens a twin with its session and shows the Twin desk unless another desk asked. */
export async function openTwin(
  workstation: Workstation,
  sessionKey: string,
  twinId: number,
  desk: 'twin' | 'stay' = 'twin',
): Promise<void> {
  const { api, store, load } = workstation;
  if (desk === 'twin') store.set({ desk: 'twin' });
  store.set({ drugResult: EMPTY });
  await load('openTwin', async () => {
    const [twin, session] = await Promise.all([
      api.call['twin:get']({ sessionKey, twinId }),
      api.call['session:open']({ sessionKey }),
    ]);
    return { sessionKey, twinId, twin, session };
  });
}

/** Infers (again) from a stored recording and opens the new twin. */
export async function inferTwin(
  workstation: Workstation,
  sessionKey: string,
  recordingId: number,
  method: TwinMethod,
): Promise<void> {
  const { store } = workstation;
  store.set({ progress: null, estimate: null });
  const wasCancelled = (): boolean => store.get().progress?.stage === 'cancelled';
  const answer = await workstation.attempt('twin:infer', { sessionKey, recordingId, method }, 'infer', wasCancelled);
  if (answer !== null) await openTwin(workstation, sessionKey, answer.twinId);
}

export async function cancelInference(workstation: Workstation): Promise<void> {
  await workstation.attempt('twin:cancel', undefined, 'cancel-inference');
}

export async function exportTwin(
  workstation: Workstation,
  sessionKey: string,
  twinId: number,
  format: 'json' | 'csv',
): Promise<void> {
  const path = await workstation.attempt('twin:export', { sessionKey, twinId, format }, `export-${format}`);
  if (path !== null) addNotice(workstation.store, 'info', `Twin written to ${path}`);
}
