import type Database from 'better-sqlite3';
import { fillLayout2 } from './fill-layout-2.ts';
import { fillLayout4 } from './fill-layout-4.ts';

/** "TwCl" in the header of the file: distinguishes a session from other SQLite files. */
export const APPLICATION_ID = 0x5477436c;

interface Migration {
  readonly version: number;
  readonly sql: string;
  /** Fills new columns of existing rows. */
  readonly fill?: (db: Database.Database) => void;
}

/** Numbered steps from an empty file to the newest layout; a published step is never changed. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE session (
        id TEXT PRIMARY KEY,
        cell_name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        notes TEXT NOT NULL,
        simulated INTEGER NOT NULL CHECK (simulated IN (0, 1))
      ) STRICT;
      CREATE TABLE recording (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('voltage-clamp', 'spontaneous')),
        protocol_requested TEXT,
        protocol_realised TEXT,
        device TEXT NOT NULL,
        calibration TEXT NOT NULL,
        acquisition TEXT NOT NULL,
        conditions TEXT NOT NULL,
        remarks TEXT NOT NULL,
        sample_rate_hz REAL NOT NULL CHECK (sample_rate_hz > 0),
        status TEXT NOT NULL CHECK (status IN ('recording', 'complete', 'stopped', 'aborted', 'interrupted')),
        started_at TEXT NOT NULL,
        writer_pid INTEGER NOT NULL,
        writer_host TEXT NOT NULL,
        begun_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE chunk (
        recording_id INTEGER NOT NULL REFERENCES recording (id),
        seq INTEGER NOT NULL,
        first_sample INTEGER NOT NULL,
        n INTEGER NOT NULL CHECK (n > 0),
        voltage BLOB NOT NULL,
        current BLOB NOT NULL,
        crc32 INTEGER NOT NULL,
        written_ms INTEGER NOT NULL,
        PRIMARY KEY (recording_id, seq)
      ) STRICT;
      CREATE INDEX chunk_by_sample ON chunk (recording_id, first_sample);
      CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        recording_id INTEGER NOT NULL REFERENCES recording (id),
        sample INTEGER NOT NULL,
        code INTEGER NOT NULL,
        name TEXT NOT NULL,
        argument INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE gap (
        id INTEGER PRIMARY KEY,
        recording_id INTEGER NOT NULL REFERENCES recording (id),
        first_sample INTEGER NOT NULL,
        n INTEGER NOT NULL CHECK (n > 0),
        reason TEXT NOT NULL
      ) STRICT;
      CREATE TABLE twin (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recording (id),
        created_at TEXT NOT NULL,
        method TEXT NOT NULL,
        nrmse_percent REAL NOT NULL,
        outcome TEXT NOT NULL,
        alarms INTEGER NOT NULL,
        json TEXT NOT NULL
      ) STRICT;`,
  },
  {
    version: 2,
    sql: `
      ALTER TABLE session ADD COLUMN recordings INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE session ADD COLUMN twins INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE session ADD COLUMN log_mark INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE session ADD COLUMN crc32 INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE recording ADD COLUMN expected_samples INTEGER;
      ALTER TABLE recording ADD COLUMN writer_start TEXT NOT NULL DEFAULT '';
      ALTER TABLE recording ADD COLUMN seed INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE recording ADD COLUMN chunks INTEGER;
      ALTER TABLE recording ADD COLUMN entries INTEGER;
      ALTER TABLE recording ADD COLUMN crc32 INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE chunk ADD COLUMN entries INTEGER;
      ALTER TABLE event ADD COLUMN crc32 INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE gap ADD COLUMN crc32 INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE twin ADD COLUMN json_crc32 INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE twin ADD COLUMN crc32 INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE overview (
        recording_id INTEGER PRIMARY KEY REFERENCES recording (id),
        samples INTEGER NOT NULL,
        fold INTEGER NOT NULL,
        voltage_min BLOB NOT NULL,
        voltage_max BLOB NOT NULL,
        current_min BLOB NOT NULL,
        current_max BLOB NOT NULL,
        crc32 INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE beat (
        recording_id INTEGER PRIMARY KEY REFERENCES recording (id),
        json TEXT NOT NULL,
        crc32 INTEGER NOT NULL
      ) STRICT;`,
    fill: fillLayout2,
  },
  {
    version: 3,
    sql: `
      CREATE TABLE correction (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recording (id),
        made_at TEXT NOT NULL,
        json TEXT NOT NULL,
        crc32 INTEGER NOT NULL DEFAULT 0
      ) STRICT;`,
  },
  {
    version: 4,
    sql: `
      ALTER TABLE overview RENAME TO overview_3;
      CREATE TABLE overview (
        recording_id INTEGER NOT NULL REFERENCES recording (id),
        fold INTEGER NOT NULL,
        samples INTEGER NOT NULL,
        voltage_min BLOB NOT NULL,
        voltage_max BLOB NOT NULL,
        current_min BLOB NOT NULL,
        current_max BLOB NOT NULL,
        crc32 INTEGER NOT NULL,
        PRIMARY KEY (recording_id, fold)
      ) STRICT;
      INSERT INTO overview (recording_id, fold, samples, voltage_min, voltage_max, current_min, current_max, crc32)
        SELECT recording_id, fold, samples, voltage_min, voltage_max, current_min, current_max, crc32 FROM overview_3;
      DROP TABLE overview_3;`,
    fill: fillLayout4,
  },
];

export const NEWEST_VERSION = (migrations[migrations.length - 1] as Migration).version;

/** Converts a session file, or an empty one, to a layout, each step in its own transaction. */
export function migrate(db: Database.Database, to = NEWEST_VERSION): void {
  const found = readPragma(db, 'user_version');
  for (const { version, sql, fill } of migrations.filter((step) => step.version > found && step.version <= to)) {
    db.transaction(() => {
      db.exec(sql);
      fill?.(db);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version};`);
    })();
  }
}

/** Value of a numeric pragma; as a row, because not every binding knows the "simple" form. */
export function readPragma(db: Database.Database, name: string): number {
  const rows = db.pragma(name) as Record<string, number>[];
  return (rows[0] as Record<string, number>)[name] as number;
}
