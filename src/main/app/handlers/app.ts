import { app } from 'electron';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { StorageError } from '../../store/index.ts';
import type { Store } from '../../store-worker/store-client.ts';
import type { Services } from '../services.ts';

export function appHandlers(services: Services): HandlersOf<'app'> {
  return {
    'app:info': async () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      sqlite: await sqliteOf(services.store),
      sessionsFolder: services.folders.sessions,
      inference: services.inference.status(),
      autoConnect: services.autoConnect,
    }),
  };
}

/** The window opens without the store too; the requests that need it then fail with a reason. */
async function sqliteOf(store: Store): Promise<string> {
  try {
    return (await store.request('info', {})).sqlite;
  } catch (error) {
    if (error instanceof StorageError) return 'not known';
    throw error;
  }
}
