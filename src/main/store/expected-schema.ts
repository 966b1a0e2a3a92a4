import Database from 'better-sqlite3';
import { migrate } from './migrations.ts';
import { StorageError } from './storage-error.ts';

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** A file with more objects than any layout has is not read further. */
const MOST_OBJECTS = 64;
const known = new Map<number, ReadonlyMap<string, string>>();

/**
 * Checks that a file holds exactly the tables and indexes of its layout, word for word, before any statement uses
 * them: a view may never end, a trigger or a generated column may do anything.
 * @throws StorageError 'damaged'
 */
export function assertSchema(db: Database.Database, layout: number, file: string): void {
  const rows = db
    .prepare(
      `SELECT type, substr(name, 1, 80) AS name, CASE WHEN length(sql) < 5000 THEN sql ELSE '' END AS sql FROM sqlite_master ` +
        `WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR type NOT IN ('table', 'index') LIMIT ${MOST_OBJECTS}`,
    )
    .all() as SchemaRow[];
  const expected = schemaOf(layout);
  const refuse = (why: string): StorageError =>
    new StorageError('damaged', `${file}: ${why}. It was damaged or changed by another program; take a copy of the file from before.`);
  for (const { type, name, sql } of rows) {
    const wanted = expected.get(`${type} ${name}`);
    if (wanted === undefined) throw refuse(`it holds the ${type} "${name}", which no session has`);
    if (normal(sql ?? '') !== wanted) throw refuse(`its ${type} "${name}" is not as layout ${layout} has it`);
  }
  const found = new Set(rows.map(({ type, name }) => `${type} ${name}`));
  const missing = [...expected.keys()].find((name) => !found.has(name));
  if (missing !== undefined) throw refuse(`its ${missing} is missing`);
}

function schemaOf(layout: number): ReadonlyMap<string, string> {
  const made = known.get(layout);
  if (made !== undefined) return made;
  const db = new Database(':memory:');
  try {
    migrate(db, layout);
    const rows = db.prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").all() as SchemaRow[];
    const schema = new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, normal(sql ?? '')]));
    known.set(layout, schema);
    return schema;
  } finally {
    db.close();
  }
}

function normal(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}
