import type { ManyWish } from '../../../shared/contract/export-schemas.ts';
import type { Workstation } from '../../state/workstation.ts';

/** Writes recordings or twins of several sessions into a folder that the operator chooses; what became of each is shown. */
export async function exportMany(workstation: Workstation, sessionKeys: readonly string[], wish: ManyWish): Promise<void> {
  const { store } = workstation;
  store.set({ exporting: 0, exportReport: null });
  const exportReport = await workstation.attempt('session:exportMany', { sessionKeys: [...sessionKeys], wish }, 'export-many');
  store.set({ exporting: null, exportReport });
}

export async function cancelFileWork(workstation: Workstation, kind: 'import' | 'export'): Promise<void> {
  await workstation.attempt('session:cancelWork', { kind });
}
