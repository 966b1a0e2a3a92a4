import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twinToJson } from '../../src/core/formats/twin-json.ts';
import { migrate } from '../../src/main/store/migrations.ts';
import { SessionFolder, SessionReader } from '../../src/main/store/index.ts';
import { newRecording, samplesAt, twin } from './fixtures/store-samples.ts';

const cases = join(import.meta.dirname, '../../../shared/cases/sessions');
const scratch = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Each bad file is one row, reported within this. */
const LIMIT_MS = 2000;
let sessions: SessionFolder;
let good: string;

beforeAll(() => {
  sessions = new SessionFolder(join(scratch, 'sessions'));
  good = makeSession('Good cell');
});

function makeSession(cellName: string): string {
  const session = sessions.create({ cellName });
  const id = session.beginRecording(newRecording());
  for (let k = 0; k < 10; k++) {
    const { voltageMv, currentPa } = samplesAt(k * 100, 100);
    session.appendChunk(id, k * 100, voltageMv, currentPa);
  }
  session.endRecording(id, 'complete');
  session.addTwin(id, twin);
  session.close();
  return session.key;
}

/** A session of layout 1, which has no checksums but those of chunks: everything in it can be made up. */
function layout1(name: string, change: string | ((db: Database.Database) => void)): string {
  const key = `${name}.twinclamp`;
  const db = new Database(sessions.fileOf(key));
  migrate(db, 1);
  db.exec("INSERT INTO session VALUES ('6f6c7c1e-0000-4000-8000-000000000000', 'made up', '2026-01-02T03:04:05.000Z', '', 0)");
  db.prepare(
    `INSERT INTO recording VALUES (1, 'voltage-clamp', @protocol, @protocol,
     '{"name":"d","firmware":"","serial":"","port":"","simulated":false}',
     'null', 'null',
     '{"membraneCapacitancePf":50}', '[]', 1000, 'complete', '2026-01-02T03:04:05.000Z', 1, 'elsewhere', 0)`,
  ).run({ protocol: JSON.stringify(newRecording().protocolRequested) });
  db.prepare("INSERT INTO twin VALUES (1, 1, '2026-01-02T03:05:00.000Z', 'fit', 1, 'beating', 0, ?)").run(twinToJson(twin));
  if (typeof change === 'string') db.exec(change);
  else change(db);
  db.close();
  return key;
}

/** Everything that can be asked of a session; what it answers, or the errors. */
function askAll(key: string): { readonly row: ReturnType<SessionFolder['list']>[number] | undefined; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const startedMs = Date.now();
  const row = sessions.list().find(({ sessionKey }) => sessionKey === key);
  const ask = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      expect(error, String((error as Error).stack)).toMatchObject({ name: 'StorageError' });
      errors.push((error as Error).message);
    }
  };
  ask(() => {
    const session = SessionReader.open(sessions.fileOf(key));
    try {
      ask(() => {
        const { recordingList, damage } = session.detail();
        errors.push(...recordingList.flatMap((recording) => recording.damage ?? []), ...(damage === null ? [] : [damage]));
      });
      for (const work of [
        () => session.recordingMeta(1),
        () => session.readSamples(1),
        () => session.readEvents(1),
        () => session.readGaps(1),
        () => session.toVoltageClampRecording(1),
        () => session.getTwin(1),
        () => session.traceEnvelopes(1, 0, Infinity, 800),
        () => session.verify(1),
      ])
        ask(work);
    } finally {
      session.close();
    }
  });
  expect(Date.now() - startedMs).toBeLessThan(LIMIT_MS);
  for (const message of errors) {
    expect(message.length).toBeLessThan(400);
    expect(message).not.toMatch(/Cannot read prop|undefined|is not a function|Maximum call stack|heap/);
  }
  expect(sessions.list().find(({ sessionKey }) => sessionKey === good)).toMatchObject({ problem: null, damage: null });
  return { row, errors };
}

describe('what is no file', () => {
  it('is one row with its reason', async () => {
    symlinkSync(join(scratch, 'nowhere'), sessions.fileOf('dangling.twinclamp'));
    symlinkSync(sessions.fileOf('round.twinclamp'), sessions.fileOf('round.twinclamp'));
    mkdirSync(sessions.fileOf('folder.twinclamp'));
    execFileSync('mkfifo', [sessions.fileOf('pipe.twinclamp')]);
    symlinkSync('/dev/zero', sessions.fileOf('device.twinclamp'));
    const server = createServer().listen(sessions.fileOf('socket.twinclamp'));
    await new Promise((resolve) => server.once('listening', resolve));
    const reasons = {
      dangling: /points to does not/,
      round: /ELOOP/,
      folder: /is a folder/,
      pipe: /is a pipe/,
      device: /is a device/,
      socket: /is a socket/,
    };
    for (const [name, reason] of Object.entries(reasons)) expect(askAll(`${name}.twinclamp`).row?.problem, name).toMatch(reason);
    server.close();
    for (const name of [...Object.keys(reasons)]) rmSync(sessions.fileOf(`${name}.twinclamp`), { recursive: true, force: true });
  });
});

describe('made-up files of layout 1', () => {
  const protocolWith = (change: object): string => JSON.stringify({ ...newRecording().protocolRequested, ...change }).replaceAll("'", "''");
  const chunk = (seq: number, first: number, n: number, blob: string): string =>
    `INSERT INTO chunk VALUES (1, ${seq}, ${first}, ${n}, ${blob}, ${blob}, 0, 0);`;

  it.each<[string, string | ((db: Database.Database) => void), RegExp]>([
    ['gap-of-1e12', "INSERT INTO gap VALUES (1, 1, 0, 1000000000000, 'x')", /claims 1000000000000 samples/],
    ['gap-below-0', "INSERT INTO gap VALUES (1, 1, -5, 10, 'x')", /claims 10 samples from -5/],
    ['chunk-of-2e9', chunk(0, 0, 2_000_000_000, "x'00000000'"), /claims 2000000000|does not hold/],
    ['chunk-far-away', chunk(0, 9e15, 1, "x'00000000'"), /claims 1 samples/],
    ['overlap', chunk(0, 0, 2, "x'0000000000000000'") + chunk(1, 1, 2, "x'0000000000000000'"), /damaged/],
    ['infinity-rate', 'UPDATE recording SET sample_rate_hz = 9e999', /rate of Infinity/],
    ['rate-4e9', 'UPDATE recording SET sample_rate_hz = 4e9', /rate of 4000000000/],
    ['infinite-metadata', `UPDATE recording SET conditions = '{"temperatureC":1e999}'`, /conditions/],
    ['too-cold', `UPDATE recording SET conditions = '{"temperatureC":-400}'`, /temperatureC/],
    ['null-device', "UPDATE recording SET device = 'null'", /device is damaged/],
    [
      'twice',
      `UPDATE recording SET device = '{"name":"a","name":"b","firmware":"","serial":"","port":"","simulated":false}'`,
      /"name" is there twice/,
    ],
    ['hex', `UPDATE recording SET conditions = '{"temperatureC":0x25}'`, /conditions/],
    ['deep', `UPDATE recording SET calibration = '${'['.repeat(50_000)}'`, /deeper than 64/],
    ['huge-json', `UPDATE recording SET remarks = '["' || replace(hex(zeroblob(8000000)), '0', 'x') || '"]'`, /remarks/],
    [
      'long-protocol',
      `UPDATE recording SET protocol_realised = '${protocolWith({ segments: [{ kind: 'step', voltageMv: 0, durationMs: 1e9 }] })}'`,
      /lasts 1000000000 ms/,
    ],
    ['kilovolts', `UPDATE recording SET protocol_realised = '${protocolWith({ holdingMv: 1e6 })}'`, /within/],
    ['huge-notes', "UPDATE session SET notes = replace(hex(zeroblob(3000000)), '0', 'x')", /no session record that can be read/],
    ['no-session', 'DELETE FROM session', /no session record/],
    [
      'control-name',
      `UPDATE recording SET device = '{"name":"\\u001b[2Jx","firmware":"","serial":"","port":"","simulated":1}'`,
      /device is damaged/,
    ],
    ['no-table', 'DROP TABLE event', /its table event is missing/],
    ['trigger', 'CREATE TRIGGER t AFTER INSERT ON gap BEGIN DELETE FROM chunk; END', /holds the trigger "t"/],
    ['extra-table', 'CREATE TABLE other (a)', /holds the table "other"/],
    ['virtual', "ALTER TABLE event ADD COLUMN x TEXT AS ('y')", /table "event" is not as layout 1/],
    [
      'view',
      'DROP TABLE gap; CREATE VIEW gap AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, 1 AS ' +
        'recording_id, 0 AS first_sample, 1 AS n, 1 AS reason FROM c',
      /holds the view "gap"/,
    ],
    ['empty-twin', "UPDATE twin SET json = ''", /Twin 1 .*damaged/],
    ['null-twin', "UPDATE twin SET json = 'null'", /Twin 1 .*expected an object, got null/],
    ['sd-below-0', `UPDATE twin SET json = replace(json, '"sd": 0.02', '"sd": -0.02')`, /Twin 1 .*at least 0/],
    ['reversed', `UPDATE twin SET json = replace(replace(json, '0.867', '5'), '0.933', '4')`, /Twin 1 .*lower end first/],
    ['minus-400', `UPDATE twin SET json = replace(json, '"temperatureC": 37', '"temperatureC": -400')`, /Twin 1 .*from -20 to 100/],
    [
      'members',
      (db) =>
        db
          .prepare('UPDATE twin SET json = ?')
          .run(
            twinToJson(twin).replace(
              '"ensemble": null',
              `"ensemble": {"members": [${Array(100_000).fill('{"multipliers":[],"scales":{}}').join(',')}], "beat": null}`,
            ),
          ),
      /Twin 1 .*at most 5000 entries, got 100000/,
    ],
    ['expected', 'UPDATE recording SET kind = 1', /./],
  ])('%s is reported with its reason, and does not affect the others', (name, change, reason) => {
    // Constraints of the tables do not apply to a program that makes files up.
    const key = layout1(name, (db) => {
      db.pragma('ignore_check_constraints = ON');
      if (typeof change === 'string') db.exec(change);
      else change(db);
    });
    const { row, errors } = askAll(key);
    expect(row).toBeDefined();
    expect([row?.problem ?? '', ...errors].join('\n')).toMatch(reason);
    rmSync(sessions.fileOf(key));
  });

  it('many recordings are listed up to a limit', () => {
    const key = layout1(
      'many',
      'WITH RECURSIVE c(x) AS (SELECT 2 UNION ALL SELECT x + 1 FROM c WHERE x < 20000) INSERT INTO recording SELECT x, kind, ' +
        'protocol_requested, protocol_realised, device, calibration, acquisition, conditions, remarks, sample_rate_hz, status, ' +
        'started_at, writer_pid, writer_host, begun_ms FROM recording, c WHERE id = 1',
    );
    const startedMs = Date.now();
    expect(sessions.list().find(({ sessionKey }) => sessionKey === key)).toMatchObject({
      recordings: 20_000,
      damage: expect.stringMatching(/first 1000/),
    });
    const session = SessionReader.open(sessions.fileOf(key));
    expect(session.listRecordings()).toHaveLength(1_000);
    session.close();
    expect(Date.now() - startedMs).toBeLessThan(LIMIT_MS);
    rmSync(sessions.fileOf(key));
  });
});

describe.skipIf(!existsSync(cases))('the files that failed (skipped: ../shared is absent)', () => {
  it.each([
    ['endless-view.twinclamp', /holds the view "recording"|table "r2"/],
    ['gap-1e12.twinclamp', /1000000000000/],
    ['infOffset.twinclamp', /no numbers|./],
    ['moved-after-crash.twinclamp', /holds nothing but its header.*-wal at the end, which is not beside it/],
  ])('%s', (name, reason) => {
    copyFileSync(join(cases, name), sessions.fileOf(name));
    const { row, errors } = askAll(name);
    expect([row?.problem ?? '', ...errors].join('\n')).toMatch(reason);
    rmSync(sessions.fileOf(name));
  });

  it('a crashed session with its log beside it is read whole, and says how much is missing', () => {
    const key = 'crashed.twinclamp';
    copyFileSync(join(cases, 'moved-after-crash.twinclamp'), sessions.fileOf(key));
    copyFileSync(join(cases, 'moved-after-crash.its-wal-left-behind'), `${sessions.fileOf(key)}-wal`);
    const before = readFileSync(sessions.fileOf(key));
    const session = SessionReader.open(sessions.fileOf(key));
    const [recording] = session.detail().recordingList;
    expect(recording?.samples).toBeGreaterThan(10_000);
    console.log(recording?.status, recording?.samples, recording?.lostSamples, recording?.damage);
    expect(session.readSamples(1).voltageMv).toHaveLength(recording?.samples ?? 0);
    session.close();
    expect(readFileSync(sessions.fileOf(key))).toEqual(before);
    for (const suffix of ['', '-wal', '-shm']) rmSync(sessions.fileOf(key) + suffix, { force: true });
  });
});

describe('a log that another session left behind', () => {
  const crash = (key: string): { readonly file: Buffer; readonly log: Buffer } => {
    const session = sessions.open(key);
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 400);
    session.appendChunk(id, 0, voltageMv, currentPa);
    const state = { file: readFileSync(sessions.fileOf(key)), log: readFileSync(`${sessions.fileOf(key)}-wal`) };
    session.endRecording(id, 'complete');
    session.close();
    return state;
  };

  it('never gets into a session of its name: not at rest, not crashed, not of layout 1', () => {
    const other = crash(makeSession('Other cell'));
    const mine = makeSession('My cell');
    const crashed = crash(mine);
    const victim = sessions.fileOf('victim.twinclamp');
    const old = layout1('old', '');
    for (const [name, file] of [
      ['at rest', readFileSync(sessions.fileOf(mine))],
      ['crashed', crashed.file],
      ['layout 1', readFileSync(sessions.fileOf(old))],
    ] as const) {
      writeFileSync(victim, file);
      writeFileSync(`${victim}-wal`, other.log);
      const row = sessions.list().find(({ sessionKey }) => sessionKey === 'victim.twinclamp');
      expect(row?.cellName, name).toMatch(/My cell|made up/);
      expect(row?.damage, name).toMatch(/of another session is stored beside/);
      expect(() => sessions.open('victim.twinclamp'), name).toThrow(/of another session/);
      expect(readFileSync(victim), name).toEqual(file);
      for (const suffix of ['', '-wal', '-shm']) rmSync(victim + suffix, { force: true });
    }
    writeFileSync(victim, crashed.file);
    writeFileSync(`${victim}-wal`, crashed.log);
    const session = SessionReader.open(victim);
    expect(session.summary()).toMatchObject({ cellName: 'My cell', damage: null, recordings: 2 });
    expect(session.readSamples(2)).toEqual(samplesAt(0, 400));
    session.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(victim + suffix, { force: true });
    rmSync(sessions.fileOf(old));
  });
});
