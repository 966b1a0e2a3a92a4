import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSessionSteps, repairSessionSteps, runSteps, SessionFile, SessionReader, StorageError } from '../../src/main/store/index.ts';
import { chunkCrc32, traceBytes } from '../../src/main/store/chunk.ts';
import { migrate } from '../../src/main/store/migrations.ts';
import { newRecording, samplesAt, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'salvage-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const PAGE = 4096;
const CHUNK = 1500;
const CHUNKS = 60;
const SAMPLES = CHUNK * CHUNKS;
let files = 0;
const nextFile = (): string => join(scratch, `s${++files}.twinclamp`);

/** Two recordings of 60 chunks, each of which takes several pages, with a twin and a correction. */
function make(): string {
  const path = nextFile();
  const session = SessionFile.create(path, { cellName: 'cell 7', notes: 'my notes' });
  session.inOneCommit(() => {
    for (let r = 1; r <= 2; r++) {
      const id = session.beginRecording(newRecording({ expectedSamples: SAMPLES }));
      session.appendEvent(id, { sample: 3, code: 1, name: 'step', argument: r });
      for (let k = 0; k < SAMPLES; k += CHUNK) {
        const { voltageMv, currentPa } = samplesAt(r * 100_000 + k, CHUNK);
        session.appendChunk(id, k, voltageMv, currentPa);
      }
      session.endRecording(id, 'complete');
      session.addTwin(id, twin);
      session.correct(id, { madeAt: '2026-01-03T00:00:00.000Z', changes: { seriesResistanceMohm: 9 } });
    }
  });
  session.close();
  return path;
}

const whole = make();
const copy = (): string => {
  const path = nextFile();
  copyFileSync(whole, path);
  return path;
};

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

/** Seeded bytes. */
function random(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** Samples that came back, each of which is the recorded one of its place; all others are gaps. */
function savedOf(path: string): number {
  expect(runSteps(checkSessionSteps(path)).damage).toEqual([]);
  expect(runSteps(checkSessionSteps(path)).intact).toBe(true);
  const session = SessionReader.open(path);
  let saved = 0;
  for (const { recordingId } of session.listRecordings()) {
    const { voltageMv, currentPa } = session.readSamples(recordingId);
    const first = voltageMv.findIndex((value) => !Number.isNaN(value));
    if (first < 0) continue;
    const origin = Math.round(voltageMv[first]! * 8) - first;
    expect([100_000, 200_000]).toContain(origin);
    const recorded = samplesAt(origin, voltageMv.length);
    voltageMv.forEach((value, k) => {
      if (Number.isNaN(value)) return;
      saved++;
      if (value !== recorded.voltageMv[k] || currentPa[k] !== recorded.currentPa[k]) throw new Error(`sample ${k} is another`);
    });
  }
  session.close();
  return saved;
}

/** The share of what was recorded that a repair brings back. */
function repaired(path: string): { share: number; found: ReturnType<typeof repair> } {
  const before = readFileSync(path);
  const found = repair(path);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(scratch).filter((name) => name.includes('.part'))).toEqual([]);
  expect(found.repaired).not.toBe(null);
  for (const sentence of [found.saved, ...found.lost]) expect(sentence).toMatch(/^.{10,399}\.$/);
  return { share: savedOf(found.repaired!) / (2 * SAMPLES), found };
}

const repair = (path: string) => runSteps(repairSessionSteps(path));

describe('repair of a session that SQLite cannot read', () => {
  it.each([0.1, 0.25, 0.5, 0.9, 0.99])('brings back what lies before the place where it was cut: %d of it', (part) => {
    const path = copy();
    truncateSync(path, Math.floor(statSync(path).size * part));
    const { share, found } = repaired(path);
    // Up to eight chunks lie on a leaf; that of the first ones is made when it is full.
    expect(share).toBeGreaterThanOrEqual(part - 12 / (2 * CHUNKS));
    expect(found.lost.length).toBeGreaterThan(0);
    const session = SessionReader.open(found.repaired!);
    expect(session.summary().cellName).toBe('cell 7');
    expect(session.notes).toMatch(/^my notes\nRepaired from s\d+\.twinclamp\. Saved: .* Lost: .*\.$/);
    session.close();
  });

  it.each(Array.from({ length: 12 }, (_, seed) => seed))('goes around pages that were overwritten (seed %d)', (seed) => {
    const path = copy();
    const next = random(seed + 1);
    const pages = Math.floor(statSync(path).size / PAGE);
    const damagedPages = 1 + Math.floor(next() * 12);
    for (let k = 0; k < damagedPages; k++) {
      const bytes = Buffer.alloc(PAGE, 0);
      if (seed % 2 === 1) for (let i = 0; i < PAGE; i++) bytes[i] = Math.floor(next() * 256);
      // Descriptions lie on the first pages, which have tests of their own.
      overwrite(path, (16 + Math.floor(next() * (pages - 16))) * PAGE, bytes);
    }
    // A leaf holds up to eight chunks, another page one.
    expect(repaired(path).share).toBeGreaterThan(1 - (damagedPages * 9) / (2 * CHUNKS));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])('survives the loss of page %d', (page) => {
    const path = copy();
    overwrite(path, (page - 1) * PAGE, Buffer.alloc(PAGE));
    if (runSteps(intactOrNot(path))) return;
    try {
      repaired(path);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // Only the page of the recordings' rows takes their rate with it.
      expect(pagesOf('recording')).toContain(page);
    }
  });

  it.each([
    ['zeros', () => Buffer.alloc(PAGE)],
    ['noise', () => Buffer.from(Array.from({ length: PAGE }, (_, i) => Math.floor(random(i + 1)() * 256)))],
    ['a header of other pages', () => Buffer.concat([readFileSync(whole).subarray(0, 16), Buffer.from([0x20, 0x00])])],
  ])('needs no header: %s in its place', (_, bytes) => {
    const path = copy();
    overwrite(path, 0, bytes());
    expect(repaired(path).share).toBe(1);
  });

  it('keeps corrections, twins, events and notes, and says what was kept and lost', () => {
    const path = copy();
    overwrite(path, 0, Buffer.alloc(PAGE));
    const { found } = repaired(path);
    expect(found).toMatchObject({ recordings: 2, twins: 2, lost: [], saved: 'Saved: 2 recordings with 180,000 samples, and 2 twins.' });
    const session = SessionReader.open(found.repaired!);
    expect(session.detail()).toMatchObject({ cellName: 'cell 7', recordingList: [{ status: 'complete' }, { status: 'complete' }] });
    expect(session.readCorrections(2)).toMatchObject([{ changes: { seriesResistanceMohm: 9 } }]);
    expect(session.readEvents(2)).toMatchObject([{ name: 'step', argument: 2 }]);
    expect(session.getTwin(2).twin).toEqual(twin);
    session.close();
  });

  it('reads the log that belongs to a damaged file', () => {
    const path = copy();
    const session = SessionFile.open(path);
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(100_000, 700);
    session.appendChunk(id, 0, voltageMv, currentPa);
    const open = nextFile();
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, open + suffix);
    session.close();
    expect(statSync(`${open}-wal`).size).toBeGreaterThan(0);
    overwrite(open, (pagesOf('chunk')[0]! - 1) * PAGE, Buffer.alloc(PAGE));
    overwrite(open, 20 * PAGE, Buffer.alloc(PAGE));
    const { found } = repaired(open);
    const saved = SessionReader.open(found.repaired!);
    expect(saved.readSamples(3)).toEqual({ voltageMv, currentPa });
    saved.close();
  });

  it('keeps samples whose description is lost, with the rate of the other recordings, and says so', () => {
    const path = nextFile();
    const session = SessionFile.create(path, { cellName: 'cell 8' });
    const { voltageMv, currentPa } = samplesAt(100_000, 700);
    // The second description is too long for its page.
    for (const remarks of [[], ['long '.repeat(4000)]]) {
      const id = session.beginRecording(newRecording({ expectedSamples: 700, remarks }));
      session.appendChunk(id, 0, voltageMv, currentPa);
      session.endRecording(id, 'complete');
    }
    session.close();
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += PAGE)
      if (bytes.subarray(at, at + PAGE).includes('long '.repeat(600))) overwrite(path, at, Buffer.alloc(PAGE));
    const { found } = repaired(path);
    expect(found.lost.join(' ')).toMatch(/Recording 2: what was stored about it is lost; its rate is taken to be the 1000 Hz of the other/);
    const saved = SessionReader.open(found.repaired!);
    expect(saved.readSamples(2)).toEqual({ voltageMv, currentPa });
    expect(saved.recordingMeta(2)).toMatchObject({ status: 'interrupted', kind: 'voltage-clamp', protocolRealised: null });
    expect(saved.recordingMeta(2).remarks?.join(' ')).toMatch(/its rate is taken to be the 1000 Hz/);
    saved.close();
  });

  it('repairs a session of layout 1', () => {
    const path = nextFile();
    const db = new Database(path);
    migrate(db, 1);
    db.exec("INSERT INTO session VALUES ('id-1', 'old cell', '2024-01-01T00:00:00.000Z', '', 0)");
    db.exec(
      `INSERT INTO recording VALUES (1, 'voltage-clamp', NULL, NULL, ` +
        `'{"name":"r","firmware":"","serial":"","port":"","simulated":false}', ` +
        `'null', 'null', '{}', '[]', 1000, 'complete', '2024-01-01T00:00:00.000Z', 1, 'h', 1)`,
    );
    const insert = db.prepare('INSERT INTO chunk VALUES (1, ?, ?, ?, ?, ?, ?, 5)');
    for (let seq = 0; seq < 20; seq++) {
      const { voltageMv, currentPa } = samplesAt(100_000 + seq * 100, 100);
      const crc = chunkCrc32({ recordingId: 1, seq, firstSample: seq * 100, n: 100 }, voltageMv, currentPa);
      insert.run(seq, seq * 100, 100, traceBytes(voltageMv), traceBytes(currentPa), crc);
    }
    db.close();
    overwrite(path, 0, Buffer.alloc(PAGE));
    expect(repaired(path).share).toBe(2000 / (2 * SAMPLES));
  });

  it.each([
    ['an empty file', () => Buffer.alloc(0), /is empty: nothing was ever written to it/],
    ['another file', () => Buffer.from('a,b,c\n'.repeat(2000)), /is not a TwinClamp session/],
    ['another SQLite file', () => foreign(), /is not a TwinClamp session \(application id 0/],
    ['a header alone', () => bare(), /its log \(-wal\)|which is not beside it/],
  ])('says in a sentence what is wrong with %s', (_, bytes, words) => {
    const path = nextFile();
    writeFileSync(path, bytes());
    expect(() => repair(path)).toThrow(words);
    expect(() => repair(path)).toThrow(/^.{10,399}\.$/);
    expect(existsSync(path.replace('.twinclamp', '-repaired.twinclamp'))).toBe(false);
    expect(readdirSync(scratch).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('says when all descriptions are lost', () => {
    const path = copy();
    overwrite(path, (pagesOf('recording')[0]! - 1) * PAGE, Buffer.alloc(PAGE));
    expect(() => repair(path)).toThrow(/^Nothing of s\d+\.twinclamp can be repaired\. .{10,350}\.$/);
  });
});

function foreign(): Buffer {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE other (a, b); INSERT INTO other VALUES (1, 2)');
  const bytes = db.serialize();
  db.close();
  return bytes;
}

/** The file of a session whose log was not copied with it. */
function bare(): Buffer {
  const path = nextFile();
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  const bytes = readFileSync(path);
  db.close();
  return bytes;
}

function* intactOrNot(path: string) {
  try {
    return (yield* checkSessionSteps(path)).intact;
  } catch (error) {
    if (error instanceof StorageError) return false;
    throw error;
  }
}

function pagesOf(table: string): number[] {
  const db = new Database(whole, { readonly: true });
  const [row] = db.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').all(table) as { rootpage: number }[];
  db.close();
  return [row!.rootpage];
}
