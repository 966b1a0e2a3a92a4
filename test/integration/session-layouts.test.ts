import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { coarser, COARSE_FOLD, OverviewBuilder } from '../../src/core/trace/overview.ts';
import { insertOverview, readOverview, type Overviews } from '../../src/main/store/derived-tables.ts';
import { migrate, migrations, NEWEST_VERSION } from '../../src/main/store/migrations.ts';
import { checkSessionSteps, migrateSession, runSteps, SessionReader } from '../../src/main/store/index.ts';
import { samplesAt } from './fixtures/store-samples.ts';

// Written by the program of its time: scripts/make-session-fixtures.ts.
const stored = join(import.meta.dirname, '../fixtures/sessions');
const scratch = mkdtempSync(join(tmpdir(), 'layouts-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const copied = (version: number): string => {
  const path = join(scratch, `${version}-${readdirSync(scratch).length}.twinclamp`);
  cpSync(join(stored, `layout-${version}.twinclamp`), path);
  return path;
};

function expectWhole(path: string, version: number): void {
  const session = SessionReader.open(path);
  expect(session.detail()).toMatchObject({
    cellName: `Cell of layout ${version}`,
    notes: 'a note',
    createdAt: '2026-01-02T03:04:05.000Z',
    recordings: 1,
    twins: 1,
    damage: null,
    recordingList: [{ samples: 1000, lostSamples: 600, sampleRateHz: 1000, conditions: { membraneCapacitancePf: 50 } }],
  });
  expect(session.readSamples(1, 0, 400)).toEqual(samplesAt(0, 400));
  expect(session.readEvents(1)).toEqual([{ sample: 7, code: 3, name: 'saturation', argument: 2 }]);
  expect(session.recordingMeta(1).remarks).toEqual(['a remark']);
  expect(session.getTwin(1).twin.fit.nrmsePercent).toBe(1.5);
  session.close();
  expect(runSteps(checkSessionSteps(path))).toMatchObject({ intact: true, twins: 1 });
}

describe.each(migrations.map(({ version }) => version))('a stored session of layout %d', (version) => {
  it('is read as it is', () => expectWhole(copied(version), version));

  it('comes to the newest layout with all that it holds, and is kept as it was', () => {
    const path = copied(version);
    const before = readFileSync(path);
    const { from, to, backup } = migrateSession(path);
    expect([from, to]).toEqual([version, NEWEST_VERSION]);
    expectWhole(path, version);
    if (version < NEWEST_VERSION) expect(readFileSync(backup!)).toEqual(before);
    else expect(backup).toBeNull();
  });
});

describe('layout 4', () => {
  const samples = 100_000;
  const overviews = (): Overviews => {
    const trace = Float32Array.from({ length: samples }, (_, i) => Math.sin(i / 999) * (i % 70));
    const voltage = new OverviewBuilder(samples);
    const current = new OverviewBuilder(samples);
    voltage.add(0, trace);
    current.add(0, trace.map((value) => -value)); // prettier-ignore
    return { voltage: voltage.overview(), current: current.overview() };
  };

  it('keeps the overviews of layout 3 and puts coarse ones beside them; a damaged one is left as it is', () => {
    const db = new Database(join(scratch, 'overview.db'));
    migrate(db, 3);
    db.pragma('foreign_keys = OFF');
    insertOverview(db, 3, 1, overviews());
    insertOverview(db, 3, 2, overviews());
    db.exec('UPDATE overview SET crc32 = crc32 + 1 WHERE recording_id = 2');
    migrate(db);
    expect(readOverview(db, 1, samples)).toEqual(overviews());
    const { voltage, current } = overviews();
    expect(readOverview(db, 1, samples, COARSE_FOLD)).toEqual({ voltage: coarser(voltage), current: coarser(current) });
    expect(db.prepare('SELECT fold FROM overview WHERE recording_id = 2').all()).toEqual([{ fold: 256 }]);
    expect(readOverview(db, 2, samples)).toBeNull();
    db.close();
  });
});

describe('the newest layout by another SQLite and docs/session-format.md alone', () => {
  const doc = readFileSync(join(import.meta.dirname, '../../docs/session-format.md'), 'utf8');
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite') as { DatabaseSync?: typeof import('node:sqlite').DatabaseSync };

  it.skipIf(DatabaseSync === undefined)('holds the tables and columns that the page names, and no others', () => {
    const db = new DatabaseSync!(copied(NEWEST_VERSION), { readOnly: true });
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").all() as {
      name: string;
    }[];
    for (const { name } of tables) {
      const at = doc.indexOf(`**${name}**`);
      expect(at, `table ${name}`).toBeGreaterThan(0);
      const next = tables.map((other) => doc.indexOf(`**${other.name}**`)).filter((place) => place > at);
      const section = doc.slice(at, Math.min(...next, doc.indexOf('## Rules')));
      for (const column of db.prepare(`PRAGMA table_info(${name})`).all() as { name: string }[])
        expect(section, `${name}.${column.name}`).toMatch(new RegExp(`\`${column.name}\``));
    }
    expect(tables.map(({ name }) => name).sort()).toEqual([
      'beat',
      'chunk',
      'correction',
      'event',
      'gap',
      'overview',
      'recording',
      'session',
      'twin',
    ]);
    expect(db.prepare('PRAGMA application_id').get()).toMatchObject({
      application_id: Number(/`application_id` \| (0x[0-9A-F]+)/.exec(doc)?.[1]),
    });
    expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: NEWEST_VERSION });
    expect(doc).toContain(`This is layout ${NEWEST_VERSION}`);
    db.close();
  });

  it.skipIf(DatabaseSync === undefined)('gives samples whose checksums hold as the page computes them', () => {
    const db = new DatabaseSync!(copied(NEWEST_VERSION), { readOnly: true });
    const { id } = db.prepare('SELECT id FROM session').get() as { id: string };
    const { seed } = db.prepare('SELECT seed FROM recording WHERE id = 1').get() as { seed: number };
    expect(seed).toBe(crc(Buffer.from(id)));
    const chunks = db.prepare('SELECT * FROM chunk WHERE recording_id = 1 ORDER BY seq').all() as unknown as {
      seq: number;
      first_sample: number;
      n: number;
      voltage: Uint8Array;
      current: Uint8Array;
      crc32: number;
      entries: number;
      written_ms: number;
    }[];
    expect(chunks).toHaveLength(4);
    for (const { seq, first_sample, n, voltage, current, crc32, entries, written_ms } of chunks) {
      const head = Buffer.alloc(36);
      head.writeUInt32LE(1, 0);
      head.writeUInt32LE(seq, 4);
      head.writeBigUInt64LE(BigInt(first_sample), 8);
      head.writeUInt32LE(n, 16);
      head.writeBigUInt64LE(BigInt(entries), 20);
      head.writeBigUInt64LE(BigInt(written_ms), 28);
      expect(crc(current, crc(voltage, crc(head, seed)))).toBe(crc32);
      const mv = Float32Array.from({ length: n }, (_, i) => Buffer.from(voltage).readFloatLE(4 * i));
      expect(mv).toEqual(samplesAt(first_sample, n).voltageMv);
    }
    const row = db.prepare('SELECT * FROM gap').get() as Record<string, string | number>;
    expect(crc(Buffer.from(JSON.stringify(['id', 'recording_id', 'first_sample', 'n', 'reason'].map((column) => row[column]))))).toBe(
      row['crc32'],
    );
    expect((db.prepare('SELECT json FROM twin').get() as { json: string }).json).toMatch(/twinclamp\.twin\/3/);
    db.close();
  });

  it.skipIf(!existsSync(join(import.meta.dirname, '../../node_modules/libsql')))('is read by libsql too', () => {
    const Libsql = createRequire(import.meta.url)('libsql') as new (path: string) => {
      prepare(sql: string): { get(): unknown };
      close(): void;
    };
    const db = new Libsql(copied(NEWEST_VERSION));
    expect(db.prepare('SELECT count(*) AS chunks FROM chunk').get()).toMatchObject({ chunks: 4 });
    db.close();
  });
});

/** CRC-32 as the page gives it, bit by bit: no table and no code of ours. */
function crc(bytes: Uint8Array, seed = 0): number {
  let value = ~seed;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
