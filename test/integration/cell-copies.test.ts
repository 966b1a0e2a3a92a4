import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { CellCopies } from '../../src/main/app/cell-copies.ts';
import { runSteps, secondCopySteps, SessionFile, SessionFolder } from '../../src/main/store/index.ts';
import { localStore } from '../../src/main/store-worker/local-store.ts';
import { newRecording, samplesAt, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cell-copies-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const SESSIONS = join(scratch, 'sessions');
const SECOND = join(scratch, 'second');
const KEY = 'cell.twinclamp';
const PATH = join(SESSIONS, KEY);
const isThere = (sessionKey: string): boolean => existsSync(join(SESSIONS, sessionKey));

function record(): void {
  const session = existsSync(PATH) ? SessionFile.open(PATH) : SessionFile.create(PATH, { cellName: 'cell 1' });
  const id = session.beginRecording(newRecording());
  for (let k = 0; k < 1000; k += 100) {
    const { voltageMv, currentPa } = samplesAt(k, 100);
    session.appendChunk(id, k, voltageMv, currentPa);
  }
  session.endRecording(id, 'complete');
  session.addTwin(id, twin);
  session.close();
}

let said: string[];
let log: string[];
let copies: CellCopies;
let run = 0;
beforeEach(() => {
  for (const folder of [SESSIONS, SECOND]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  }
  record();
  [said, log] = [[], []];
  copies = new CellCopies({
    store: localStore(new SessionFolder(SESSIONS)),
    isThere,
    file: join(scratch, `copies-${++run}.json`),
    log: (words) => log.push(words),
    notify: (words) => said.push(words),
  });
});

const closeCell = async (): Promise<void> => {
  copies.recorded(KEY);
  await copies.cellClosed();
};

describe('the copy of a cell in a second folder', () => {
  it('is not made where no folder was chosen, or no longer', async () => {
    await closeCell();
    copies.choose(SECOND, SESSIONS);
    copies.choose(null, SESSIONS);
    await closeCell();
    expect([readdirSync(SECOND), log, said]).toEqual([[], [], []]);
  });

  it('holds what the session holds, is made once a closed cell, and overwrites nothing', async () => {
    copies.choose(SECOND, SESSIONS);
    await closeCell();
    await copies.cellClosed();
    expect(readdirSync(SECOND)).toEqual([KEY]);
    const [ours, theirs] = [PATH, join(SECOND, KEY)].map((path) => {
      const session = SessionFile.open(path);
      const { voltageMv, currentPa } = session.readSamples(1);
      const known = { id: session.id, summary: { ...session.summary(), file: '' }, voltageMv, currentPa };
      session.close();
      return known;
    });
    expect(theirs).toEqual(ours);
    expect(log).toEqual([`${KEY} copied into ${SECOND} as ${KEY}, read back and compared.`]);
    const before = readFileSync(join(SECOND, KEY));
    record();
    await closeCell();
    expect(readFileSync(join(SECOND, KEY))).toEqual(before);
    expect(readdirSync(SECOND).sort()).toEqual(['cell-2.twinclamp', KEY]);
    expect(said).toEqual([]);
  });

  it('fails in one sentence where the folder vanishes, and the next one is made once it is back', async () => {
    copies.choose(SECOND, SESSIONS);
    renameSync(SECOND, `${SECOND}-away`);
    await closeCell();
    expect(said).toEqual([expect.stringMatching(/^cell\.twinclamp was not copied: Expected the folder for copies .*Connect its drive/)]);
    expect(said[0]!.length).toBeLessThan(400);
    expect(log).toEqual(said);
    expect(existsSync(SECOND)).toBe(false);
    renameSync(`${SECOND}-away`, SECOND);
    await closeCell();
    expect(readdirSync(SECOND)).toEqual([KEY]);
    expect(said).toHaveLength(1);
  });

  it('is made with the next cell, or when asked, where it failed before, also after a restart', async () => {
    const file = join(scratch, `copies-${run}.json`);
    copies.choose(SECOND, SESSIONS);
    renameSync(SECOND, `${SECOND}-away`);
    await closeCell();
    expect(copies.state()).toEqual({ folder: SECOND, owed: 1 });
    await copies.tryAgain();
    expect([copies.state().owed, said.length]).toEqual([1, 2]);
    renameSync(`${SECOND}-away`, SECOND);
    const restarted = new CellCopies({
      store: localStore(new SessionFolder(SESSIONS)),
      isThere,
      file,
      log: (words) => log.push(words),
      notify: (words) => said.push(words),
    });
    await restarted.cellClosed();
    expect([readdirSync(SECOND), restarted.state().owed]).toEqual([[KEY], 0]);
    await restarted.tryAgain();
    expect(readdirSync(SECOND)).toEqual([KEY]);
  });

  it('does not hold up the copies of other cells for one that cannot be made', async () => {
    const other = 'other.twinclamp';
    copyFileSync(PATH, join(SESSIONS, other));
    const db = new Database(PATH);
    db.exec('UPDATE chunk SET current = zeroblob(length(current)) WHERE seq = 2');
    db.close();
    copies.choose(SECOND, SESSIONS);
    copies.recorded(KEY);
    copies.recorded(other);
    await copies.cellClosed();
    expect(new Set(copies.owed())).toEqual(new Set([KEY, other]));
    await copies.tryAgain();
    expect(copies.owed()).toEqual([KEY]);
    expect(readdirSync(SECOND)).toContain(other);
  });

  it('is no longer owed where the session is gone, or copies are no longer wanted', async () => {
    copies.choose(SECOND, SESSIONS);
    renameSync(SECOND, `${SECOND}-away`);
    copies.recorded('second.twinclamp');
    await closeCell();
    expect(copies.owed()).toEqual([KEY]);
    rmSync(PATH);
    renameSync(`${SECOND}-away`, SECOND);
    await copies.tryAgain();
    expect(copies.owed()).toEqual([]);
    record();
    renameSync(SECOND, `${SECOND}-away`);
    await closeCell();
    expect(copies.owed()).toEqual([KEY]);
    copies.choose(null, SESSIONS);
    expect(copies.owed()).toEqual([]);
    renameSync(`${SECOND}-away`, SECOND);
  });

  it('fails where the folder vanishes while it is written, and leaves no part', () => {
    const steps = secondCopySteps(PATH, SECOND);
    steps.next();
    rmSync(SECOND, { recursive: true });
    expect(() => runSteps(steps)).toThrow(/Backing up a session failed/);
    expect(existsSync(SECOND)).toBe(false);
  });

  it('is refused in the folder of the sessions, and a file in its place is said', async () => {
    expect(() => copies.choose(SESSIONS, SESSIONS)).toThrow(/that of the sessions/);
    rmSync(SECOND, { recursive: true });
    writeFileSync(SECOND, 'no folder');
    copies.choose(SECOND, SESSIONS);
    await closeCell();
    expect(said).toHaveLength(1);
    rmSync(SECOND);
  });

  it('says that a copy of a damaged session is no whole one', async () => {
    const db = new Database(PATH);
    db.exec('UPDATE chunk SET current = zeroblob(length(current)) WHERE seq = 2');
    db.close();
    copies.choose(SECOND, SESSIONS);
    await closeCell();
    expect(said).toEqual([expect.stringMatching(/not whole: .*Check the session/)]);
  });

  it('compares the copy with the session: a whole file of another recording is none', () => {
    const other = join(scratch, 'other.twinclamp');
    renameSync(PATH, other);
    record();
    const steps = secondCopySteps(PATH, SECOND);
    steps.next();
    steps.next();
    const [part] = readdirSync(SECOND).filter((name) => name.endsWith('.part'));
    copyFileSync(other, join(SECOND, part!));
    expect(() => runSteps(steps)).toThrow(/not whole: it lacks rows of the session/);
    rmSync(other);
  });

  it('does not wait for a folder that never answers', async () => {
    const store = { request: () => new Promise<never>(() => undefined) };
    const patient = new CellCopies({
      store,
      isThere,
      file: join(scratch, 'slow.json'),
      log: () => undefined,
      notify: (w) => said.push(w),
      longestMs: 20,
    });
    patient.choose(SECOND, SESSIONS);
    patient.recorded(KEY);
    await patient.cellClosed();
    expect(said).toEqual([expect.stringMatching(/has not answered for 0.02 s/)]);
  });
});
