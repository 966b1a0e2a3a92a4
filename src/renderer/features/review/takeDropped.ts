import type { DroppedFile } from '../../../shared/contract/schemas.ts';
import type { Workstation } from '../../state/workstation.ts';
import { importProtocol } from '../protocol/protocolActions.ts';
import { importFolder } from './reviewActions.ts';

/**
 * Files dropped on the window: a folder is imported at once, a CSV waits for its protocol and cell name, a protocol opens in the editor.
 */
export async function takeDropped(workstation: Workstation, files: readonly DroppedFile[]): Promise<void> {
  const { store } = workstation;
  for (const file of files) {
    if (file.kind === 'json') {
      store.set({ desk: 'protocol' });
      await importProtocol(workstation, file.token);
    } else {
      store.set({ desk: 'review' });
      if (file.kind === 'folder') await importFolder(workstation, file.token);
      else store.set({ droppedCsv: file });
    }
  }
}
