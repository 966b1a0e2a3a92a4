import type { DroppedFile } from '../../../shared/contract/schemas.ts';
import type { Workstation } from '../../state/workstation.ts';
import { importProtocol } from '../protocol/protocolActions.ts';
import { addToImport, openInPlace } from './importActions.ts';

/**
 * Files dropped on the window: recordings and folders wait on the Review desk, a session opens where it lies, a protocol opens in the
 * editor.
 */
export async function takeDropped(workstation: Workstation, files: readonly DroppedFile[]): Promise<void> {
  const { store } = workstation;
  const recordings = files.filter(({ kind }) => kind !== 'json' && kind !== 'session');
  for (const file of files) {
    if (file.kind === 'json') {
      store.set({ desk: 'protocol' });
      await importProtocol(workstation, file.token);
    } else if (file.kind === 'session') await openInPlace(workstation, file.token);
  }
  if (recordings.length === 0) return;
  store.set({ desk: 'review' });
  addToImport(workstation, recordings);
}
