import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import {
  exportRecording,
  migrateSession,
  runSteps,
  checkSessionSteps,
  sealRecording,
  SessionFile,
  SessionFolder,
  SessionReader,
} from '../../src/main/store/index.ts';
import { chunkCrc32 } from '../../src/main/store/chunk.ts';
import { migrate, NEWEST_VERSION } from '../../src/main/store/migrations.ts';
import { sealRow } from '../../src/main/store/seal-row.ts';
import { newRecording, protocol, samplesAt, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'owner-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const cli = join(import.meta.dirname, '../../src/cli/index.ts');
let files = 0;
const nextFile = (): string => join(scratch, `${++files}.twinclamp`);

/** A session as the first layout has it: left in WAL mode, its chunks without a seed. */
function layout1(): string {
  const path = nextFile();
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  migrate(db, 1);
  db.exec("INSERT INTO session VALUES ('6f6c7c1e-0000-4000-8000-000000000000', 'old cell', '2026-01-02T03:04:05.000Z', '', 0)");
  db.prepare(
    `INSERT INTO recording VALUES (1, 'voltage-clamp', @p, @p,
     '{"name":"d","firmware":"","serial":"","port":"/dev/ttyS0","simulated":false}',
     'null', 'null',
     '{"membraneCapacitancePf":50}', '[]', 1000, 'complete', '2026-01-02T03:04:05.000Z', 1, 'elsewhere', 0)`,
  ).run({ p: JSON.stringify(protocol) });
  const insert = db.prepare('INSERT INTO chunk VALUES (1, ?, ?, ?, ?, ?, ?, 0)');
  for (let seq = 0; seq < 10; seq++) {
    const chunk = samplesAt(seq * 100, 100);
    insert.run(seq, seq * 100, 100, Buffer.from(chunk.voltageMv.buffer), Buffer.from(chunk.currentPa.buffer), crcOf(seq, chunk));
  }
  db.close();
  return path;
}

function crcOf(seq: number, { voltageMv, currentPa }: ReturnType<typeof samplesAt>): number {
  return chunkCrc32({ recordingId: 1, seq, firstSample: seq * 100, n: 100 }, voltageMv, currentPa);
}

function fingerprint(path: string): string {
  return `${readFileSync(path).toString('base64')} ${statSync(path).mtimeMs} ${readdirSync(scratch)
    .filter((name) => name.startsWith(path.slice(scratch.length + 1)))
    .join()}`;
}

/** Everything a reader does. */
function readAll(path: string): SessionReader['path'] {
  const session = SessionReader.open(path);
  session.detail();
  expect(session.readSamples(1)).toEqual(samplesAt(0, 1000));
  session.toVoltageClampRecording(1);
  session.traceEnvelopes(1, 0, 1000, 100);
  exportRecording(session, 1, join(scratch, 'read.csv'));
  session.close();
  runSteps(checkSessionSteps(path));
  return path;
}

describe('who only reads', () => {
  it.each([
    ['layout 1', layout1],
    ['layout 2', () => migrated()],
  ])('leaves a file of %s as it is, to the byte, and nothing beside it', (_, make) => {
    const path = make();
    const before = fingerprint(path);
    readAll(path);
    new SessionFolder(scratch).list();
    expect(fingerprint(path)).toBe(before);
  });

  it.skipIf(process.getuid?.() === 0)('reads where nothing can be written (skipped: root may write anywhere)', () => {
    for (const path of [layout1(), migrated()]) {
      const folder = mkdtempSync(join(scratch, 'read-only-'));
      const copy = join(folder, 'x.twinclamp');
      copyFileSync(path, copy);
      chmodSync(copy, 0o444);
      chmodSync(folder, 0o555);
      readAll(copy);
      expect(readdirSync(folder)).toEqual(['x.twinclamp']);
      chmodSync(folder, 0o755);
    }
  });

  it.skipIf(process.platform === 'win32')('lists, checks and opens when no file can grow by a byte, as on a full disk', () => {
    const folder = mkdtempSync(join(scratch, 'full-'));
    copyFileSync(layout1(), join(folder, 'old.twinclamp'));
    copyFileSync(migrated(), join(folder, 'new.twinclamp'));
    const run = (verb: string) =>
      spawnSync(
        'bash',
        ['-c', `trap '' XFSZ; ulimit -f 0; exec "$0" --disable-warning=ExperimentalWarning ${cli} ${verb}`, process.execPath],
        { encoding: 'utf8', env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } },
      );
    const list = run(`session list --sessions ${folder} --json`);
    expect(list.stderr).toBe('');
    expect((JSON.parse(list.stdout) as { sessions: object[] }).sessions).toMatchObject([{ problem: null }, { problem: null }]);
    for (const name of ['old', 'new']) expect(run(`session check ${join(folder, `${name}.twinclamp`)}`).status, name).toBe(0);
    const exported = run(`session export --session ${join(folder, 'new.twinclamp')} --out ${join(folder, 'out.csv')}`);
    expect(exported.stderr).toMatch(/disk is full/);
    expect(readdirSync(folder).filter((name) => name.includes('out.csv'))).toEqual([]);
  });

  it('shows a recording as interrupted whose program is known to be dead, and never one of another computer', () => {
    const { path, set } = running();
    set('writer_pid = 99999999, writer_host = writer_host');
    const before = readFileSync(path);
    let session = SessionReader.open(path);
    expect(session.listRecordings()).toMatchObject([
      { status: 'interrupted', samples: 400, lostSamples: 600, damage: expect.stringMatching(/The last 600 of 1000 expected samples/) },
    ]);
    session.close();
    expect(readFileSync(path)).toEqual(before);
    set("writer_host = 'another'");
    session = SessionReader.open(path);
    expect(session.listRecordings()).toMatchObject([{ status: 'recording', samples: 400, lostSamples: 0 }]);
    session.close();
    const owner = SessionFile.open(path);
    expect(owner.listRecordings()).toMatchObject([{ status: 'recording' }]);
    expect(() => owner.beginRecording(newRecording())).toThrow(/still being written by another computer/);
    owner.close();
  });
});

describe('the owner', () => {
  it('marks what a dead program left as interrupted, with the missing part as a gap', () => {
    const { path, set } = running();
    // A process of this number lives, but started at another time.
    set("writer_start = 'another boot:1'");
    const owner = SessionFile.open(path);
    expect(owner.readGaps(1)).toEqual([{ firstSample: 400, n: 600, reason: 'not recorded: the recording was interrupted' }]);
    expect(owner.listRecordings()).toMatchObject([{ status: 'interrupted', samples: 1000, lostSamples: 600, damage: null }]);
    owner.close();
    expect(runSteps(checkSessionSteps(path)).intact).toBe(true);
  });

  it('stores what ends complete with fewer samples than expected as interrupted', () => {
    const session = SessionFile.create(nextFile(), { cellName: 'c' });
    const id = session.beginRecording(
      newRecording({ kind: 'spontaneous', protocolRealised: null, protocolRequested: null, expectedSamples: 5000 }),
    );
    const { voltageMv, currentPa } = samplesAt(0, 4000);
    session.appendChunk(id, 0, voltageMv, currentPa);
    expect(session.endRecording(id, 'complete')).toBe('interrupted');
    expect(session.readGaps(id)).toEqual([{ firstSample: 4000, n: 1000, reason: 'expected and never delivered' }]);
    // Never the cell's beat.
    expect(session.listRecordings()).toMatchObject([{ status: 'interrupted', lostSamples: 1000, beat: null }]);
    const whole = session.beginRecording(newRecording({ expectedSamples: null }));
    session.appendChunk(whole, 0, voltageMv, currentPa);
    expect(session.endRecording(whole, 'complete')).toBe('complete');
    session.close();
  });

  it('keeps the data in the file itself: a copy of the file alone has what was checkpointed', () => {
    const path = nextFile();
    const session = SessionFile.create(path, { cellName: 'c' }, { busyTimeoutMs: 100 });
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 400);
    session.appendChunk(id, 0, voltageMv, currentPa);
    session.checkpoint();
    const copy = nextFile();
    copyFileSync(path, copy);
    const reader = SessionReader.open(copy);
    expect(reader.readSamples(id)).toEqual(samplesAt(0, 400));
    reader.close();
    // Another program that keeps the file to itself is no reason to fail.
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    expect(() => session.checkpoint()).not.toThrow();
    other.exec('ROLLBACK');
    other.close();
    session.endRecording(id, 'stopped');
    session.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('reads a recording back and computes overview and beats once; a damaged chunk is reported', () => {
    const path = nextFile();
    const session = SessionFile.create(path, { cellName: 'c' });
    const id = session.beginRecording(
      newRecording({ kind: 'spontaneous', protocolRealised: null, protocolRequested: null, expectedSamples: 5000 }),
    );
    const voltageMv = Float32Array.from({ length: 5000 }, (_, i) => (i % 1000 < 300 ? 30 - (i % 1000) / 3 : -70));
    session.appendChunk(id, 0, voltageMv, new Float32Array(5000));
    expect(session.endRecording(id, 'complete')).toBe('complete');
    expect(sealRecording(path, id)).toEqual({ intact: true, problem: null, samples: 5000, lost: 0, stimulusMs: null });
    expect(session.connection.prepare('SELECT samples, fold, length(voltage_min) AS bytes FROM overview ORDER BY fold').all()).toEqual([
      { samples: 5000, fold: 256, bytes: 80 },
      { samples: 5000, fold: 8192, bytes: 4 },
    ]);
    expect(session.listRecordings()).toMatchObject([{ beat: { outcome: 'beating', features: { cycleLengthMs: 1000 } } }]);
    session.connection.exec('UPDATE chunk SET crc32 = crc32 + 1');
    expect(sealRecording(path, id)).toMatchObject({ intact: false, problem: expect.stringMatching(/Chunk 0 of recording 1.*is damaged/) });
    session.close();
  });

  it('adds a twin to a file of layout 1 without converting it, and records into none', () => {
    const path = layout1();
    const session = SessionFile.open(path);
    const twinId = session.addTwin(1, twin);
    expect(() => session.beginRecording(newRecording())).toThrow(/is of layout 1.*session migrate/);
    session.close();
    const reader = SessionReader.open(path);
    expect(reader.layout).toBe(1);
    expect(reader.getTwin(twinId)).toEqual({ recordingId: 1, twin });
    reader.close();
  });
});

describe('converting a session to the newest layout', () => {
  it('keeps the old file and all its contents', () => {
    const path = layout1();
    const before = SessionReader.open(path);
    const detail = before.detail();
    before.close();
    const { from, to, backup } = migrateSession(path);
    expect([from, to]).toEqual([1, NEWEST_VERSION]);
    for (const file of [path, backup as string]) {
      const session = SessionReader.open(file);
      expect({ ...session.detail(), file: '', sessionKey: '' }).toEqual({
        ...detail,
        file: '',
        sessionKey: '',
        old: session.layout < NEWEST_VERSION,
      });
      expect(session.readSamples(1)).toEqual(samplesAt(0, 1000));
      session.close();
    }
    expect(runSteps(checkSessionSteps(path))).toMatchObject({ intact: true, layout: NEWEST_VERSION });
    expect(migrateSession(path)).toEqual({ from: NEWEST_VERSION, to: NEWEST_VERSION, backup: null });
    const owner = SessionFile.open(path);
    expect(owner.beginRecording(newRecording())).toBe(2);
    expect(() => migrateSession(path)).not.toThrow();
    owner.close();
  });

  it('reports damage and control characters of names on the command line without letting them through', () => {
    const path = nextFile();
    const session = SessionFile.create(path, { cellName: 'a\u001b[2J\u202eb' });
    session.close();
    const out = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'session', 'list', '--session', path], {
      encoding: 'utf8',
    });
    expect(out).toContain('a\\u001b[2J\\u202eb');
    expect(out).not.toContain('\u001b');
  });
});

function migrated(): string {
  const path = layout1();
  migrateSession(path);
  return path;
}

/** A recording that runs, 400 of 1000 samples; `set` changes its row and its checksum. */
function running() {
  const path = nextFile();
  const session = SessionFile.create(path, { cellName: 'c' });
  const id = session.beginRecording(newRecording());
  const { voltageMv, currentPa } = samplesAt(0, 400);
  session.appendChunk(id, 0, voltageMv, currentPa);
  session.close();
  const set = (change: string): void => {
    const db = new Database(path);
    db.exec(`UPDATE recording SET ${change}`);
    sealRow(db, 'recording', id);
    db.close();
  };
  return { path, set };
}
