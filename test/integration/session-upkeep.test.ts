import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, linkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import {
  backupSessionSteps,
  checkSessionSteps,
  mergeSessionsSteps,
  describeCell,
  renameSession,
  repairSessionSteps,
  runSteps,
  SessionFile,
  SessionReader,
} from '../../src/main/store/index.ts';
import { newRecording, samplesAt, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'upkeep-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let files = 0;
const nextFile = (): string => join(scratch, `s${++files}.twinclamp`);

/** Two recordings and a twin of each. */
function made(cellName = 'cell 1', simulated = true): string {
  const path = nextFile();
  const session = SessionFile.create(path, { cellName, notes: `notes of ${cellName}` });
  const { device } = newRecording();
  for (let r = 0; r < 2; r++) {
    // No two recordings begin at one moment.
    const startedAt = new Date(Date.UTC(2026, 0, 2) + 1000 * (10 * files + r)).toISOString();
    const id = session.beginRecording(newRecording({ device: { ...device, simulated }, startedAt }));
    session.appendEvent(id, { sample: 3, code: 1, name: 'step', argument: r });
    for (let k = 0; k < 1000; k += 100) {
      const { voltageMv, currentPa } = samplesAt(k, 100);
      session.appendChunk(id, k, voltageMv, currentPa);
    }
    session.endRecording(id, 'complete');
    session.addTwin(id, twin);
  }
  session.close();
  return path;
}

function damaged(path: string, sql: string): string {
  const db = new Database(path);
  db.exec(sql);
  db.close();
  return path;
}

const intact = (path: string): boolean => runSteps(checkSessionSteps(path)).intact;

describe('session repair', () => {
  it('stands beside a session of another ending', () => {
    const path = join(scratch, 'other ending.db');
    copyFileSync(damaged(made(), 'UPDATE chunk SET voltage = zeroblob(400) WHERE seq = 3'), path);
    expect(runSteps(repairSessionSteps(path)).repaired).toBe(`${path}-repaired.twinclamp`);
  });

  it('never overwrites a file, least of all the damaged one', () => {
    const path = damaged(made(), 'UPDATE chunk SET voltage = zeroblob(400) WHERE seq = 3');
    const before = readFileSync(path);
    expect(() => runSteps(repairSessionSteps(path, path))).toThrow(/exists already/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('makes nothing of a sound session', () => {
    expect(runSteps(repairSessionSteps(made()))).toMatchObject({ repaired: null, recordings: 2, twins: 2 });
  });

  it.each([
    ['a chunk', 'UPDATE chunk SET voltage = zeroblob(400) WHERE recording_id = 2 AND seq = 4', 2, 2, /chunk 4 \(samples 400 to 499\)/],
    ['a chunk that is gone', 'DELETE FROM chunk WHERE recording_id = 1 AND seq = 9', 2, 2, /./],
    ['what is said of a recording', "UPDATE recording SET conditions = '{' WHERE id = 1", 2, 2, /Recording 1: .*checksum fails/],
    ['a twin', "UPDATE twin SET json = '{}' WHERE id = 2", 2, 1, /[Tt]win 2/],
    ['the session row', "UPDATE session SET cell_name = 'x'", 2, 2, /./],
    ['an event', 'UPDATE event SET argument = 99 WHERE recording_id = 2', 2, 2, /event of recording 2/],
  ])('with %s damaged keeps all the rest, in a session of its own', (what, sql, recordings, twins, words) => {
    const path = damaged(made(), sql);
    expect(intact(path)).toBe(false);
    const before = readFileSync(path);
    const found = runSteps(repairSessionSteps(path));
    expect(found).toMatchObject({ recordings, twins });
    expect(readFileSync(path)).toEqual(before);
    expect(found.repaired).toBe(path.replace('.twinclamp', '-repaired.twinclamp'));
    expect(intact(found.repaired!)).toBe(true);
    if (words.source !== '.') expect(found.lost.join(' ')).toMatch(words);
    const session = SessionReader.open(found.repaired!);
    const sound = session.readSamples(1, 0, 400);
    expect(sound).toEqual(samplesAt(0, 400));
    if (what === 'a chunk') {
      expect(session.readGaps(2)).toMatchObject([{ firstSample: 400, n: 100 }]);
      expect(session.listRecordings()[1]?.status).toBe('interrupted');
      expect(session.readSamples(2, 500, 600)).toEqual(samplesAt(500, 100));
    }
    expect(session.detail().notes).toMatch(/Repaired from/);
    session.close();
  });
});

describe('what a repair and a merge take over', () => {
  const corrections = [
    { madeAt: '2026-01-03T00:00:00.000Z', changes: { seriesResistanceMohm: 9 } },
    { madeAt: '2026-01-04T00:00:00.000Z', changes: { rejected: 'seal lost', excludedMs: [[10, 20]] } },
  ] as const;

  function corrected(): string {
    const path = made();
    const session = SessionFile.open(path);
    for (const correction of corrections) session.correct(1, correction);
    session.close();
    return path;
  }

  function assertCorrected(path: string): void {
    const session = SessionReader.open(path);
    expect(session.readCorrections(1)).toEqual(corrections);
    expect(session.recordedMeta(1).conditions.seriesResistanceMohm).toBe(12);
    expect(session.recordingMeta(1)).toMatchObject({ conditions: { seriesResistanceMohm: 9 }, rejected: 'seal lost' });
    session.close();
  }

  it('keeps the corrections of a recording, each with its date, over what was recorded', () => {
    const out = nextFile();
    runSteps(mergeSessionsSteps([corrected(), made()], out));
    assertCorrected(out);
    assertCorrected(runSteps(repairSessionSteps(damaged(corrected(), 'DELETE FROM chunk WHERE recording_id = 2 AND seq = 1'))).repaired!);
  });

  it.each([
    ['in the middle', 'seq = 4', 400, 499],
    ['at the end', 'seq > 6', 700, 999],
  ])('tells the samples that are lost %s, and calls the recording interrupted', (_, which, first, last) => {
    const { repaired, lost } = runSteps(repairSessionSteps(damaged(made(), `DELETE FROM chunk WHERE recording_id = 1 AND ${which}`)));
    expect(lost).toEqual([`Recording 1: samples ${first} to ${last} are lost.`]);
    const session = SessionReader.open(repaired!);
    expect(session.readGaps(1)).toMatchObject([{ firstSample: first, n: last - first + 1 }]);
    expect(session.listRecordings().map(({ status }) => status)).toEqual(['interrupted', 'complete']);
    session.close();
  });
});

describe('session backup', () => {
  it('copies a session that is being recorded into, whole up to that moment', () => {
    const path = made();
    const session = SessionFile.open(path);
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 100);
    session.appendChunk(id, 0, voltageMv, currentPa);
    const out = nextFile();
    expect(runSteps(backupSessionSteps(path, out))).toMatchObject({ backup: out, intact: true });
    session.appendChunk(id, 100, voltageMv, currentPa);
    session.close();
    const copy = SessionReader.open(out);
    expect(copy.listRecordings().map(({ samples }) => samples)).toEqual([1000, 1000, 100]);
    copy.close();
    expect(() => runSteps(backupSessionSteps(path, out))).toThrow(/never overwrites/);
    expect(readdirSync(scratch).filter((name) => name.includes('.part'))).toEqual([]);
  });
});

describe('session merge', () => {
  it('takes no session twice, however it is named, and no copy of one', () => {
    const a = made();
    const link = nextFile();
    linkSync(a, link);
    const copy = nextFile();
    copyFileSync(a, copy);
    const out = nextFile();
    const merging =
      (...paths: string[]) =>
      (): unknown =>
        runSteps(mergeSessionsSteps(paths, out));
    expect(merging(a, join(scratch, '..', basename(scratch), basename(a)))).toThrow(/named twice/);
    expect(merging(a, link)).toThrow(/named twice/);
    expect(merging(a, copy)).toThrow(/are copies of one session/);
    expect(existsSync(out)).toBe(false);
  });

  it('never overwrites a file, least of all one of its own sessions', () => {
    const [a, b] = [made(), made()];
    const before = readFileSync(a);
    expect(() => runSteps(mergeSessionsSteps([a, b], a))).toThrow(/exists already/);
    expect(readFileSync(a).equals(before)).toBe(true);
    expect(() => runSteps(mergeSessionsSteps([a, b], join(scratch, 'none', 'x.twinclamp')))).toThrow(/folder .* does not exist/);
    expect(readdirSync(scratch).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('puts the recordings and twins of one cell together and leaves the sessions as they were', () => {
    const [a, b] = [made(), made()];
    const before = [a, b].map((path) => readFileSync(path));
    const out = nextFile();
    expect(runSteps(mergeSessionsSteps([a, b], out))).toMatchObject({ cellName: 'cell 1', recordings: 4, twins: 4 });
    expect([a, b].map((path) => readFileSync(path))).toEqual(before);
    expect(intact(out)).toBe(true);
    const session = SessionReader.open(out);
    expect(session.listTwins().map(({ recordingId }) => recordingId)).toEqual([1, 2, 3, 4]);
    expect(session.summary().simulated).toBe(true);
    expect(session.readSamples(4)).toEqual(samplesAt(0, 1000));
    expect(session.readEvents(4)).toMatchObject([{ name: 'step', argument: 1 }]);
    session.close();
  });

  it('takes a recording that several sessions hold once, with the twins and corrections of each, and says so', () => {
    const [a, b] = [made(), made()];
    const both = nextFile();
    runSteps(mergeSessionsSteps([a, b], both));
    const session = SessionFile.open(b);
    session.correct(2, { madeAt: '2026-02-01T00:00:00.000Z', changes: { temperatureC: 36 } });
    session.close();
    const out = nextFile();
    const merged = runSteps(mergeSessionsSteps([both, b], out));
    expect(merged).toMatchObject({ recordings: 4, twins: 6 });
    expect(merged.once).toEqual([
      `Recording 1 of ${basename(b)} is recording 3 already; it was taken once.`,
      `Recording 2 of ${basename(b)} is recording 4 already; it was taken once. Its 1 correction was added.`,
    ]);
    expect(intact(out)).toBe(true);
    const read = SessionReader.open(out);
    expect(read.notes).toMatch(/recording 3 already; it was taken once/);
    expect(read.recordingMeta(4).conditions.temperatureC).toBe(36);
    read.close();
  });

  it('refuses what is no one cell, and what is damaged, and leaves nothing', () => {
    const a = made();
    const out = nextFile();
    const merging = (paths: readonly string[], name?: string) => (): unknown => runSteps(mergeSessionsSteps(paths, out, name));
    expect(merging([a])).toThrow(/at least two/);
    expect(merging([a, a])).toThrow(/named twice/);
    expect(merging([a, made('cell 2')])).toThrow(/called "cell 1" and "cell 2"/);
    expect(merging([a, made('cell 1', false)])).toThrow(/simulated cell and another of a living one/);
    expect(merging([a, damaged(made(), 'UPDATE chunk SET n = 99 WHERE seq = 3')])).toThrow(/damaged|Repair the session first/);
    expect(readdirSync(scratch).filter((name) => name.includes('.part'))).toEqual([]);
    expect(merging([a, made('cell 2')], 'both')()).toMatchObject({ cellName: 'both' });
  });
});

describe('session rename', () => {
  it('renames the cell and the file', () => {
    const path = made();
    const now = renameSession(path, '  Dish 2, cell 4 ', 'dish 2 cell 4');
    expect(now).toBe(join(scratch, 'dish 2 cell 4.twinclamp'));
    const session = SessionReader.open(now);
    expect(session.summary()).toMatchObject({ cellName: 'Dish 2, cell 4', damage: null });
    session.close();
    expect(intact(now)).toBe(true);
  });

  it('corrects line, passage and day of the cell, and says what was stated before', () => {
    const path = made();
    describeCell(path, { line: 'WTC-11', passage: 41 }, '2026-11-29T08:00:00Z');
    expect(describeCell(path, { passage: 42 }, '2026-11-30T08:00:00Z')).toEqual({ line: 'WTC-11', passage: 42, day: null });
    const session = SessionReader.open(path);
    expect(session.summary()).toMatchObject({ damage: null });
    expect(session.notes).toMatch(/^Corrected on 2026-11-30, was passage 41\.$/m);
    session.close();
    expect(intact(path)).toBe(true);
  });

  it.each([
    ['', /is empty/],
    ['a\nb', /control characters/],
    ['x'.repeat(201), /has 201 characters; at most 200/],
  ])('refuses the cell name %j', (name, words) => {
    expect(() => renameSession(made(), name)).toThrow(words);
  });

  it.each([
    ['CON', /Windows keeps it/],
    ['nul.twinclamp', /Windows keeps it/],
    ['com1.old', /Windows keeps it/],
    ['a/b', /cannot hold everywhere/],
    ['a:b', /cannot hold everywhere/],
    ['..', /is empty/],
    ['ends.', /dot or a blank/],
    ['ü'.repeat(130), /has 270 bytes, at most 230/],
  ])('refuses the file name %j', (name, words) => {
    expect(() => renameSession(made(), undefined, name)).toThrow(words);
  });

  it('and creating a session refuses such names too', () => {
    for (const name of [`${'n'.repeat(240)}.twinclamp`, 'aux.twinclamp'])
      expect(() => SessionFile.create(join(scratch, name), { cellName: 'x' })).toThrow(/cannot be used/);
    const path = made();
    copyFileSync(path, nextFile());
    expect(() => renameSession(path, undefined, `s${files}`)).toThrow(/exists already/);
  });
});
