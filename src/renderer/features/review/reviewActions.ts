import type { RecordingFormat } from '../../../core/formats/export/registry.ts';
import { EMPTY, valueOf } from '../../state/loadable.ts';
import { addNotice } from '../../state/notices.ts';
import type { Workstation } from '../../state/workstation.ts';

export async function refreshSessions({ api, load }: Workstation): Promise<void> {
  await load('sessions', () => api.call['session:list']());
}

export async function openSession({ api, load }: Workstation, sessionKey: string): Promise<void> {
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

async function afterImport(
  workstation: Workstation,
  imported: { sessionKey: string; cellName: string; notes: string[] } | null,
): Promise<void> {
  if (imported === null) return;
  for (const note of imported.notes) addNotice(workstation.store, 'warning', note);
  addNotice(workstation.store, 'info', `Imported cell ${imported.cellName}.`);
  await refreshSessions(workstation);
  await openSession(workstation, imported.sessionKey);
}

/** @param token of a dropped folder; without one main asks for the folder */
export async function importFolder(workstation: Workstation, token?: string): Promise<void> {
  await afterImport(workstation, await workstation.attempt('session:importFolder', token === undefined ? {} : { token }, 'import-folder'));
}

/** The recording that was dropped, otherwise main asks for the file. */
export async function importCsv(workstation: Workstation, protocolId: string, cellName: string): Promise<void> {
  const dropped = workstation.store.get().droppedCsv;
  // Main keeps a dropped file for one use.
  workstation.store.set({ droppedCsv: null });
  const request = { protocolId, cellName, ...(dropped === null ? {} : { token: dropped.token }) };
  await afterImport(workstation, await workstation.attempt('session:importCsv', request, 'import-csv'));
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
