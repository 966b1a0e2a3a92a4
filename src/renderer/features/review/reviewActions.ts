import type { RecordingFormat } from '../../../core/formats/export/registry.ts';
import { EMPTY, valueOf } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';

export async function refreshSessions({ api, load }: Workstation): Promise<void> {
  await load('sessions', () => api.call['session:list']());
}

export async function openSession({ api, load, store }: Workstation, sessionKey: string): Promise<void> {
  store.set({ sessionAsked: sessionKey });
  await load('openSession', () => api.call['session:open']({ sessionKey }));
}

/** Applies a change on disk to what is open: the session on the Review desk, and the session of the open twin. */
export async function reloadOpenSession(workstation: Workstation, sessionKey: string): Promise<void> {
  const { store } = workstation;
  if (valueOf(store.get().openSession)?.sessionKey === sessionKey) await openSession(workstation, sessionKey);
  const open = store.get().openTwin;
  if (open.kind === 'loaded' && open.value.sessionKey === sessionKey) {
    const session = await workstation.attempt('session:open', { sessionKey });
    const still = store.get().openTwin;
    if (session !== null && still.kind === 'loaded' && still.value.sessionKey === sessionKey) {
      store.set({ openTwin: { kind: 'loaded', value: { ...still.value, session } } });
    }
  }
}

export function closeSession({ store }: Workstation): void {
  store.set({ openSession: EMPTY });
}

export async function exportRecording(
  workstation: Workstation,
  sessionKey: string,
  recordingId: number,
  format: RecordingFormat,
): Promise<void> {
  const path = await workstation.attempt('session:exportRecording', { sessionKey, recordingId, format }, 'export-recording');
  if (path !== null) addNotice(workstation.store, 'info', `Recording written to ${path}`);
}
