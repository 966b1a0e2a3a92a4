import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { parseRecordingCsv } from '../../src/core/formats/recording-csv.ts';
import { parseTwin } from '../../src/core/formats/twin-json.ts';
import { SessionRecorder } from '../../src/main/recorder/index.ts';
import { exportRecording, exportTwin, SessionFile, SessionFolder, writeFileWhole } from '../../src/main/store/index.ts';
import { APPLICATION_ID, migrations, NEWEST_VERSION } from '../../src/main/store/migrations.ts';
import { newRecording, recordingMeta, samplesAt, shortMeta, twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let files = 0;
const nextFile = (): string => join(scratch, `${++files}.twinclamp`);

/** A closed session with one recording of 1000 samples in ten chunks. */
function recordedSession(): string {
  const session = SessionFile.create(nextFile(), { cellName: 'cell 1' });
  const recorder = new SessionRecorder(session);
  recorder.begin(recordingMeta(session.key));
  for (let k = 0; k < 10; k++) recorder.block({ firstSample: k * 100, ...samplesAt(k * 100, 100) });
  recorder.end('complete');
  session.close();
  return session.path;
}

describe('a session file', () => {
  it('gives back what was recorded, after it was closed and opened', () => {
    const path = nextFile();
    const session = SessionFile.create(path, { cellName: 'Zelle ä', notes: 'first try' });
    const recorder = new SessionRecorder(session);
    const recordingId = recorder.begin(recordingMeta(session.key));
    recorder.block({ firstSample: 0, ...samplesAt(0, 1000) });
    recorder.event({ sample: 10, code: 1, name: 'ITEM_START', argument: 3 });
    recorder.end('complete');
    const twinId = session.addTwin(recordingId, twin);
    session.close();

    const again = SessionFile.open(path);
    expect(again.summary()).toMatchObject({
      sessionKey: session.key,
      cellName: 'Zelle ä',
      simulated: true,
      recordings: 1,
      twins: 1,
      problem: null,
    });
    expect(again.readSamples(recordingId)).toEqual(samplesAt(0, 1000));
    expect(again.readSamples(recordingId, 150, 420)).toEqual(samplesAt(150, 270));
    expect(again.recordingMeta(recordingId)).toEqual({
      excludedMs: [],
      ...newRecording(),
      acquisition: {
        mode: 'VC',
        filterHz: 5000,
        rangePa: 20_000,
        compensation: null,
        membraneTest: null,
        holdSeconds: 10,
        holdFastForwarded: true,
      },
      remarks: ['The simulated device ran through the hold of 10 s faster than the clock.'],
      status: 'complete',
    });
    expect(again.readEvents(recordingId)).toEqual([{ sample: 10, code: 1, name: 'ITEM_START', argument: 3 }]);
    expect(again.getTwin(twinId)).toEqual({ recordingId, twin });
    expect(again.detail()).toMatchObject({
      notes: 'first try',
      recordingList: [{ recordingId, samples: 1000, lostSamples: 0, status: 'complete', device: 'Bench rig 1.0.0 7', beat: null }],
      twinList: [{ twinId, recordingId, nrmsePercent: 1.5, outcome: 'quiescent', alarms: 1, alarmList: ['noisy'], fitFailed: false }],
    });
    again.close();
  });

  it('lists a failed twin as one, and a twin whose text is damaged without its words', () => {
    const session = new SessionFolder(mkdtempSync(join(tmpdir(), 'twins-'))).create({ cellName: 'c' });
    const recordingId = session.beginRecording(newRecording());
    session.addTwin(recordingId, { ...twin, fit: { ...twin.fit, chi2PerSample: 726 } });
    session.addTwin(recordingId, twin);
    session.connection.prepare("UPDATE twin SET json = 'cut off' WHERE id = 2").run();
    expect(session.listTwins()).toMatchObject([
      { alarms: 1, alarmList: ['noisy'], fitFailed: true },
      { alarms: 1, alarmList: [], fitFailed: true },
    ]);
    expect(session.getTwin(1).twin.parameters.map(({ informedBy }) => informedBy)).toEqual(['nothing']);
    expect(() => session.getTwin(2)).toThrow(expect.objectContaining({ code: 'damaged' }));
    session.close();
    rmSync(join(session.path, '..'), { recursive: true });
  });

  it('turns a recording into current density, and refuses without capacitance; lost samples are no numbers', () => {
    const session = SessionFile.create(nextFile(), { cellName: 'c' });
    const recorder = new SessionRecorder(session);
    const good = recorder.begin(recordingMeta(session.key));
    recorder.block({ firstSample: 0, ...samplesAt(0, 1000) });
    recorder.end('complete');
    expect(session.toVoltageClampRecording(good).currentPaPf[100]).toBe(-3);

    const unknown = recorder.begin(recordingMeta(session.key, { conditions: {} }));
    recorder.block({ firstSample: 0, ...samplesAt(0, 10) });
    recorder.end('stopped');
    expect(() => session.toVoltageClampRecording(unknown)).toThrow(/membrane capacitance is unknown/);

    const lossy = recorder.begin(shortMeta(session.key, 200));
    recorder.block({ firstSample: 0, ...samplesAt(0, 100) });
    recorder.gap({ firstSample: 100, count: 20 });
    recorder.gap({ firstSample: 90, count: 30 });
    recorder.block({ firstSample: 150, ...samplesAt(150, 50) });
    recorder.end('complete');
    expect(session.readGaps(lossy)).toEqual([
      { firstSample: 100, n: 20, reason: 'not delivered by the device' },
      { firstSample: 120, n: 30, reason: 'not delivered by the device' },
    ]);
    const { voltageMv } = session.readSamples(lossy);
    expect([voltageMv[99], voltageMv[100], voltageMv[149], voltageMv[150]]).toEqual([99 / 8, NaN, NaN, 150 / 8]);
    const { currentPaPf, commandMv } = session.toVoltageClampRecording(lossy);
    expect(currentPaPf.filter(Number.isNaN)).toHaveLength(50);
    expect(commandMv.every(Number.isFinite)).toBe(true);
    expect(exportRecording(session, lossy, join(scratch, 'lossy.csv'))).toBe(200);
    expect(readFileSync(join(scratch, 'lossy.csv'), 'utf8').match(/^[\d.]+,,,1/gm)).toHaveLength(50);
    session.close();
  });

  it('records whether the cell was released right after a protocol', () => {
    const session = SessionFile.create(nextFile(), { cellName: 'c' });
    const recorder = new SessionRecorder(session);
    const clamped = (): number => {
      const id = recorder.begin(shortMeta(session.key, 10));
      recorder.block({ firstSample: 0, ...samplesAt(0, 10) });
      recorder.end('complete');
      return id;
    };
    const first = clamped();
    recorder.begin(shortMeta(session.key, 10, { kind: 'spontaneous', requestedProtocol: null, protocol: null }));
    recorder.block({ firstSample: 0, ...samplesAt(0, 10) });
    recorder.end('complete');
    const last = clamped();
    expect(session.toVoltageClampRecording(first).conditions.freeAfterProtocol).toBe(true);
    expect(session.toVoltageClampRecording(last).conditions.freeAfterProtocol).toBe(false);
    // A millisecond does not show how the cell beats.
    expect(session.toVoltageClampRecording(first).conditions.freeBeat).toBeUndefined();
    session.close();
  });

  it('measures the beats of a spontaneous recording', () => {
    const session = SessionFile.create(nextFile(), { cellName: 'c' });
    const recorder = new SessionRecorder(session);
    recorder.begin(shortMeta(session.key, 5000, { kind: 'spontaneous', requestedProtocol: null, protocol: null }));
    const voltageMv = Float32Array.from({ length: 5000 }, (_, i) => (i % 1000 < 300 ? 30 - (i % 1000) / 3 : -70));
    recorder.block({ firstSample: 0, voltageMv, currentPa: new Float32Array(5000) });
    recorder.end('complete');
    expect(session.listRecordings()[0]?.beat).toMatchObject({ outcome: 'beating', dtMs: 1, features: { cycleLengthMs: 1000 } });
    recorder.begin(shortMeta(session.key, 10));
    recorder.block({ firstSample: 0, ...samplesAt(0, 10) });
    recorder.end('complete');
    expect(session.toVoltageClampRecording(2).conditions.freeBeat).toMatchObject({ outcome: 'beating', features: { cycleLengthMs: 1000 } });
    session.close();
  });

  it('refuses samples out of order, after the end, and a second running recording', () => {
    const session = SessionFile.create(nextFile(), { cellName: 'c' });
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 100);
    session.appendChunk(id, 0, voltageMv, currentPa);
    expect(() => session.appendChunk(id, 50, voltageMv, currentPa)).toThrow(/expected sample 100 or later, got 50/);
    expect(() => session.beginRecording(newRecording())).toThrow(/still being written/);
    session.endRecording(id, 'stopped');
    expect(() => session.appendChunk(id, 100, voltageMv, currentPa)).toThrow(/not running/);
    session.close();
  });

  it('keeps every reported chunk when the writing process is killed', async () => {
    const session = SessionFile.create(nextFile(), { cellName: 'killed' });
    session.close();
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/store-writer.ts'), session.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    writer.stdout.on('data', (text: Buffer) => {
      output += text.toString();
      if (output.split('\n').length > 30) writer.kill('SIGKILL');
    });
    // 'close' and not 'exit': what the writer reported before it died is still in the pipe at its exit.
    await new Promise((resolve) => writer.on('close', resolve));
    const lastReported = Math.max(...output.split('\n').slice(0, -1).map(Number));
    expect(lastReported).toBeGreaterThanOrEqual(29);

    const again = SessionFile.open(session.path);
    const [recording] = again.listRecordings();
    expect(recording).toMatchObject({ status: 'interrupted' });
    expect(recording?.samples).toBeGreaterThanOrEqual((lastReported + 1) * 100);
    expect(again.readSamples(1)).toEqual(samplesAt(0, recording?.samples as number));
    expect(again.beginRecording(newRecording())).toBe(2);
    again.close();
  });

  it('lets a second opener read while the first records, without calling it interrupted', () => {
    const writer = SessionFile.create(nextFile(), { cellName: 'c' });
    const recorder = new SessionRecorder(writer);
    const id = recorder.begin(recordingMeta(writer.key));
    recorder.block({ firstSample: 0, ...samplesAt(0, 300) });
    const reader = SessionFile.open(writer.path);
    expect(reader.listRecordings()[0]).toMatchObject({ status: 'recording', samples: 300 });
    expect(() => reader.beginRecording(newRecording())).toThrow(/still being written/);
    recorder.block({ firstSample: 300, ...samplesAt(300, 100) });
    expect(reader.readSamples(id)).toEqual(samplesAt(0, 400));
    reader.close();
    recorder.end('complete');
    writer.close();
  });

  it('finds every flipped bit of the samples, names the chunk and keeps the others', () => {
    const path = recordedSession();
    const intact = readFileSync(path);
    // Samples of chunk 7 are in the file as float32: find the start of its voltage and of its current.
    const places = [samplesAt(700, 20).voltageMv, samplesAt(700, 20).currentPa].map((trace) => intact.indexOf(Buffer.from(trace.buffer)));
    for (const place of places) {
      expect(place).toBeGreaterThan(0);
      for (const [offset, bit] of [
        [0, 1],
        [5, 0x80],
        [19, 0x10],
      ] as const) {
        const damaged = Buffer.from(intact);
        damaged[place + offset] = (damaged[place + offset] as number) ^ bit;
        writeFileSync(path, damaged);
        const session = SessionFile.open(path);
        expect(session.verify(1)).toMatchObject([{ seq: 7, firstSample: 700, n: 100 }]);
        expect(() => session.readSamples(1)).toThrow(/Chunk 7 of recording 1 \(samples 700 to 799\) is damaged.*9 of 10 chunks are intact/);
        expect(session.readSamples(1, 0, 700)).toEqual(samplesAt(0, 700));
        expect(session.readSamples(1, 800)).toEqual(samplesAt(800, 200));
        session.close();
      }
    }
  });

  it('gives the right samples or a storage error, wherever in the file a byte is damaged', () => {
    const path = recordedSession();
    const intact = readFileSync(path);
    const outcomes = { right: 0, reported: 0 };
    for (let place = 37; place < intact.length; place += 149) {
      const damaged = Buffer.from(intact);
      damaged[place] = (damaged[place] as number) ^ 0x24;
      writeFileSync(path, damaged);
      for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
      let session: SessionFile | undefined;
      try {
        session = SessionFile.open(path);
        expect(session.readSamples(1), `byte ${place}`).toEqual(samplesAt(0, 1000));
        session.detail();
        session.recordingMeta(1);
        outcomes.right++;
      } catch (error) {
        expect(error, `byte ${place}`).toMatchObject({ name: 'StorageError' });
        outcomes.reported++;
      } finally {
        session?.close();
      }
    }
    expect(outcomes.right).toBeGreaterThan(0);
    expect(outcomes.reported).toBeGreaterThan(0);
  });

  it('finds a chunk that was moved or taken away', () => {
    const path = recordedSession();
    const db = new Database(path);
    db.exec('UPDATE chunk SET first_sample = 1000 WHERE seq = 9');
    db.close();
    const moved = SessionFile.open(path);
    expect(() => moved.readSamples(1)).toThrow(/Chunk 9/);
    moved.close();
    const again = new Database(path);
    again.exec('DELETE FROM chunk WHERE seq = 4');
    again.close();
    const holed = SessionFile.open(path);
    expect(() => holed.readSamples(1, 0, 900)).toThrow(/samples 400 to 499 are missing/);
    holed.close();
  });

  it('reports that the disk is full and keeps what was stored', () => {
    const path = nextFile();
    SessionFile.create(path, { cellName: 'full' }).close();
    // A page quota stands for the end of the disk: SQLite answers both with the same error.
    const session = SessionFile.open(path);
    const recorder = new SessionRecorder(session);
    recorder.begin(recordingMeta(session.key));
    limitPages(session, 60);
    let stored = 0;
    const write = (): void => {
      for (; stored < 1000; stored++) recorder.block({ firstSample: stored * 100, ...samplesAt(stored * 100, 100) });
    };
    expect(write).toThrow(
      expect.objectContaining({ name: 'StorageError', code: 'disk-full', message: expect.stringMatching(/disk is full.*stays readable/) }),
    );
    expect(stored).toBeGreaterThan(50);
    session.close();
    const again = SessionFile.open(path);
    expect(again.readSamples(1)).toEqual(samplesAt(0, stored * 100));
    again.close();
  });

  it('does not start a recording that the disk cannot hold', () => {
    const session = SessionFile.create(nextFile(), { cellName: 'c' });
    const recorder = new SessionRecorder(session);
    expect(() => recorder.begin(recordingMeta(session.key, { totalSamples: 1e15 }))).toThrow(/needs \d+ MB free/);
    expect(session.listRecordings()).toEqual([]);
    session.close();
  });
});

describe('migrations', () => {
  it('are numbered from 1 without holes and each leads to its layout', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, i) => i + 1));
    const path = nextFile();
    SessionFile.create(path, { cellName: 'c' }).close();
    const db = new Database(path);
    expect(db.pragma('user_version', { simple: true })).toBe(NEWEST_VERSION);
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    // At rest a session is one file without a log.
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").all();
    expect(tables).toEqual(
      ['beat', 'chunk', 'correction', 'event', 'gap', 'overview', 'recording', 'session', 'twin'].map((name) => ({ name })),
    );
    db.close();
  });

  it('refuse a file of a later program, of another program, and no database at all', () => {
    const later = recordedSession();
    const db = new Database(later);
    db.pragma('user_version = 99');
    db.close();
    expect(() => SessionFile.open(later)).toThrow(/later TwinClamp \(layout 99/);
    const other = nextFile();
    const foreign = new Database(other);
    foreign.exec('CREATE TABLE t (a)');
    foreign.close();
    expect(() => SessionFile.open(other)).toThrow(/not a TwinClamp session/);
    const text = nextFile();
    writeFileSync(text, 'not a database, but long enough to look at '.repeat(30));
    expect(() => SessionFile.open(text)).toThrow(/not a TwinClamp session/);
    expect(() => SessionFile.open(join(scratch, 'nowhere.twinclamp'))).toThrow(/does not exist/);
    expect(() => SessionFile.create(later, { cellName: 'c' })).toThrow(/exists already/);
  });
});

describe('a folder of sessions', () => {
  it('lists sessions newest first and damaged files with their problem, and opens by file name: a copy is a session of its own', () => {
    const folder = new SessionFolder(join(scratch, 'sessions'));
    const first = folder.create({ cellName: 'Dish 3 / cell ä', createdAt: '2026-01-02T03:04:05.000Z' });
    const second = folder.create({ cellName: 'Dish 3 / cell ä', createdAt: '2026-01-02T03:04:05.000Z' });
    first.close();
    second.close();
    expect(readdirSync(folder.path).sort()).toEqual([
      '2026-01-02_030405_Dish-3-cell-a-2.twinclamp',
      '2026-01-02_030405_Dish-3-cell-a.twinclamp',
    ]);
    const cut = join(folder.path, 'cut.twinclamp');
    copyFileSync(first.path, cut);
    writeFileSync(cut, readFileSync(cut).subarray(0, 5000));
    writeFileSync(join(folder.path, 'empty.twinclamp'), '');
    const list = folder.list();
    expect(list).toHaveLength(4);
    expect(
      list
        .filter((entry) => entry.problem === null)
        .map((entry) => entry.sessionKey)
        .sort(),
    ).toEqual([first.key, second.key].sort());
    for (const entry of list.filter(({ file }) => /cut|empty/.test(file))) expect(entry.problem).toMatch(/cut off|is empty/);
    const opened = folder.open(first.key);
    expect(opened.path).toBe(first.path);
    opened.close();
    expect(() => folder.open('nobody')).toThrow(/No session "nobody"/);
  });
});

describe('exports', () => {
  it('write recordings and twins that read back', () => {
    const session = SessionFile.open(recordedSession());
    const csv = join(scratch, 'recording.csv');
    exportRecording(session, 1, csv);
    const back = parseRecordingCsv(readFileSync(csv, 'utf8'));
    expect(back.sampleRateHz).toBe(1000);
    expect(back.currentPaPf).toEqual(samplesAt(0, 1000).currentPa.map((pa) => pa / 50));
    session.close();
    exportTwin(twin, 'json', join(scratch, 'twin.json'));
    const { licence, citation, ...rest } = parseTwin(readFileSync(join(scratch, 'twin.json'), 'utf8'));
    expect(rest).toEqual(twin);
    expect([licence, citation].join(' ')).toMatch(/^MIT licence.*Kernik/);
    exportTwin(twin, 'csv', join(scratch, 'twin.csv'));
    expect(readFileSync(join(scratch, 'twin.csv'), 'utf8')).toMatch(/^id,current.*\nina\.g_Na,/);
  });

  it('leave the old file alone when writing fails half way', () => {
    const file = join(scratch, 'kept.csv');
    writeFileWhole(file, ['old']);
    const failing = (function* () {
      yield 'new '.repeat(50_000);
      throw new Error('source failed');
    })();
    expect(() => writeFileWhole(file, failing)).toThrow('source failed');
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(scratch).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(() => writeFileWhole(join(scratch, 'no', 'folder.csv'), ['x'])).toThrow(/Writing a file failed/);
  });

  it.skipIf(!existsSync('/dev/full'))('say that the disk is full (skipped: no /dev/full)', () => {
    expect(() => exportTwin(twin, 'json', '/dev/full')).toThrow(expect.objectContaining({ code: 'disk-full' }));
  });
});

/** Sets a page quota on the connection of a session, which has no way of its own to ask for one. */
function limitPages(session: SessionFile, pages: number): void {
  session.connection.pragma(`max_page_count = ${pages}`);
}
