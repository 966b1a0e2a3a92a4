import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';

// The oldest Electron the program starts on cannot load better-sqlite3; its launcher puts libsql in its place.
vi.mock('better-sqlite3', async () => ({ default: (await import('libsql')).default }));
const { SessionRecorder } = await import('../../src/main/recorder/index.ts');
const { SessionFile, SessionFolder, SessionReader } = await import('../../src/main/store/index.ts');
const { sealRow } = await import('../../src/main/store/seal-row.ts');
const { newRecording, recordingMeta, samplesAt, twin } = await import('./fixtures/store-samples.ts');

const scratch = mkdtempSync(join(tmpdir(), 'libsql-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('a session on libsql', () => {
  it('records, reads, lists and keeps what better-sqlite3 does', () => {
    const folder = new SessionFolder(scratch);
    const session = folder.create({ cellName: 'c' });
    const recorder = new SessionRecorder(session);
    const id = recorder.begin(recordingMeta(session.key));
    for (let k = 0; k < 10; k++) recorder.block({ firstSample: k * 100, ...samplesAt(k * 100, 100) });
    // As the recorder's thread does: samples and events in one commit.
    recorder.store([{ kind: 'event', event: { sample: 5, code: 1, name: 'ITEM_START', argument: 0 } }]);
    recorder.gap({ firstSample: 1000, count: 5 });
    recorder.end('complete');
    const twinId = session.addTwin(id, twin);
    // libsql's rows carry this extra key: the test really runs on it.
    expect(session.connection.prepare('SELECT 1 AS one').get()).toHaveProperty('_metadata');
    expect(session.connection.pragma('synchronous')).toMatchObject([{ synchronous: 2 }]);
    expect(session.connection.pragma('foreign_keys')).toMatchObject([{ foreign_keys: 1 }]);
    session.close();

    expect(folder.list()).toMatchObject([{ sessionKey: session.key, recordings: 1, twins: 1, simulated: true, problem: null }]);
    const again = folder.open(session.key);
    expect(again.readSamples(id, 0, 1000)).toEqual(samplesAt(0, 1000));
    expect(again.listRecordings()).toMatchObject([{ recordingId: id, samples: 1005, lostSamples: 5 }]);
    expect(again.readEvents(id)).toEqual([{ sample: 5, code: 1, name: 'ITEM_START', argument: 0 }]);
    expect(again.getTwin(twinId)).toEqual({ recordingId: id, twin });
    again.close();
  });

  it('keeps its locks beside readers of the same process: another program that closes the file takes no log away', () => {
    const path = join(scratch, 'live.twinclamp');
    const owner = SessionFile.create(path, { cellName: 'c' });
    const id = owner.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 100);
    owner.appendChunk(id, 0, voltageMv, currentPa);
    SessionReader.open(path).close();
    const script = `const D = require('libsql'); const d = new D(process.argv[1]);
      d.prepare('SELECT count(*) FROM chunk').get(); d.close();`;
    expect(spawnSync(process.execPath, ['-e', script, path]).status).toBe(0);
    expect(existsSync(`${path}-wal`)).toBe(true);
    owner.appendChunk(id, 100, voltageMv, currentPa);
    const again = SessionReader.open(path);
    expect(again.listRecordings()).toMatchObject([{ samples: 200 }]);
    again.close();
    owner.close();
  });

  it('marks a recording without a living writer interrupted and finds damaged samples', () => {
    const path = join(scratch, 'dead.twinclamp');
    const session = SessionFile.create(path, { cellName: 'c' });
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 100);
    session.appendChunk(id, 0, voltageMv, currentPa);
    // A process of this number that started at another time is not its writer.
    session.connection.exec("UPDATE recording SET writer_start = 'earlier'; UPDATE chunk SET crc32 = crc32 + 1");
    sealRow(session.connection, 'recording', id);
    session.close();
    const again = SessionFile.open(path);
    expect(again.listRecordings()).toMatchObject([{ status: 'interrupted' }]);
    expect(() => again.readSamples(id)).toThrow(/Chunk 0 of recording 1/);
    again.close();
  });

  it('is read by another while it records', () => {
    const folder = new SessionFolder(scratch);
    const session = folder.create({ cellName: 'live' });
    const first = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 1000);
    session.appendChunk(first, 0, voltageMv, currentPa);
    session.endRecording(first, 'complete');
    const running = session.beginRecording(newRecording());
    session.appendChunk(running, 0, voltageMv.subarray(0, 100), currentPa.subarray(0, 100));
    const reader = folder.openReader(session.key);
    expect(reader.detail()).toMatchObject({ damage: null, recordingList: [{ status: 'complete' }, { status: 'recording', samples: 100 }] });
    expect(reader.toVoltageClampRecording(first).currentPaPf).toHaveLength(1000);
    expect(() => reader.connection.exec('DELETE FROM chunk')).toThrow();
    session.appendChunk(running, 100, voltageMv.subarray(0, 100), currentPa.subarray(0, 100));
    expect(reader.readSamples(running).voltageMv).toHaveLength(200);
    reader.close();
    session.endRecording(running, 'stopped');
    session.close();
    expect(folder.openReader(session.key).listRecordings()).toMatchObject([{ status: 'complete' }, { status: 'stopped' }]);
  });

  it('reports its errors as the store does', () => {
    expect(() => SessionFile.open(join(scratch, 'nowhere.twinclamp'))).toThrow(/does not exist/);
    const session = SessionFile.create(join(scratch, 'full.twinclamp'), { cellName: 'c' });
    session.connection.pragma('max_page_count = 40');
    const id = session.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 1000);
    expect(() => {
      for (let k = 0; k < 100; k++) session.appendChunk(id, k * 1000, voltageMv, currentPa);
    }).toThrow(expect.objectContaining({ code: 'disk-full' }));
    session.close();
  });
});
