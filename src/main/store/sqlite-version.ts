import Database from 'better-sqlite3';

export function sqliteVersion(): string {
  const memory = new Database(':memory:');
  try {
    return (memory.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version;
  } finally {
    memory.close();
  }
}
