import Database from 'better-sqlite3';
import { releasingAtClose } from './held-descriptors.ts';

/** libsql, which replaces better-sqlite3 on old runtimes, has no option "readonly"; it takes it in the address. */
const isLibsql = 'syncUntil' in Database.prototype;

/** A connection that cannot write. For a file that uses its log, SQLite still needs the log's index (-shm). */
export function connectReadOnly(file: string): Database.Database {
  const address = `file:${encodeURI(file).replace(/[?#]/g, encodeURIComponent)}?mode=ro`;
  return releasingAtClose(isLibsql ? new Database(address) : new Database(file, { readonly: true }));
}

export function connect(file: string): Database.Database {
  return releasingAtClose(new Database(file));
}

/** No view, trigger or function of the file is trusted, nothing is written, damaged pages are reported. */
export function readOnlyPragmas(db: Database.Database, busyTimeoutMs: number): void {
  for (const pragma of [
    `busy_timeout = ${busyTimeoutMs}`,
    'trusted_schema = OFF',
    'cell_size_check = ON',
    'query_only = ON',
    'foreign_keys = OFF',
  ])
    db.pragma(pragma);
}
