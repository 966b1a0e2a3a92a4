import Database from 'better-sqlite3';
import { app } from 'electron';
import type { HandlersOf } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';

export function appHandlers(services: Services): HandlersOf<'app'> {
  const sqlite = sqliteVersion();
  return {
    'app:info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      sqlite,
      sessionsFolder: services.folders.sessions,
      inference: services.inference.status(),
      autoConnect: services.autoConnect,
    }),
  };
}

function sqliteVersion(): string {
  const memory = new Database(':memory:');
  try {
    return (memory.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version;
  } finally {
    memory.close();
  }
}
