import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatTools } from '../../src/main/formats/index.ts';
import {
  exportRecording,
  importFilesSteps,
  loadProtocols,
  readIntake,
  runAsyncSteps,
  runSteps,
  checkSessionSteps,
  SessionFolder,
  type ImportTools,
  type ImportWish,
} from '../../src/main/store/index.ts';

const root = join(import.meta.dirname, '../..');
const fixtures = join(root, 'test/fixtures/formats');
const shared = join(root, '../shared/data/formats');
const protocols = loadProtocols(join(root, 'resources/protocols'));
const scratch = mkdtempSync(join(tmpdir(), 'import-files-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const read: ImportTools['read'] = (path, wish) => readIntake(path, wish, formatTools());
let folders = 0;
const newFolder = (): SessionFolder => new SessionFolder(join(scratch, `sessions-${folders++}`));
const bring = (sessions: SessionFolder, paths: readonly string[], wish: Partial<ImportWish> = {}) =>
  runAsyncSteps(importFilesSteps({ paths, stated: {}, template: null, ...wish }, { sessions, protocols, read }));

describe('importing files', () => {
  it('one cell of several files of different formats, with a report of what was not used', async () => {
    const sessions = newFolder();
    const text = join(scratch, 'notes.txt');
    writeFileSync(text, 'Dear colleague, this is no recording.\n');
    const { cells } = await bring(sessions, [join(fixtures, 'plain-epochs.abf'), join(fixtures, 'icephys.nwb'), text], {
      cellName: 'cell 3',
    });
    expect(cells).toHaveLength(1);
    const [cell] = cells;
    expect(cell?.cellName).toBe('cell 3');
    expect(cell?.files.map(({ file, used }) => [file, used > 0])).toEqual([
      ['plain-epochs.abf', true],
      ['icephys.nwb', true],
      ['notes.txt', false],
    ]);
    expect(cell?.files[2]?.unused[0]?.why).toMatch(/format of this file is not known/);
    expect(sessions.list()).toMatchObject([{ cellName: 'cell 3', recordings: cell!.recordings.length }]);
    expect(runSteps(checkSessionSteps(cell!.session!)).intact).toBe(true);
    const session = sessions.openReader(cell!.sessionKey!);
    const { acquisition, remarks, device } = session.recordingMeta(1);
    expect(acquisition).toMatchObject({ imported: { fileName: 'plain-epochs.abf', format: 'ABF2', part: 0 } });
    expect((acquisition as { imported: { sha256: string } }).imported.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(remarks?.length).toBeGreaterThan(0);
    expect(device.simulated).toBe(false);
    session.close();
  });

  it('into a session that is there: nothing twice, nothing half, no simulated beside a living one', async () => {
    const sessions = newFolder();
    const first = await bring(sessions, [join(fixtures, 'plain-epochs.abf')]);
    const into = first.cells[0]!.sessionKey!;
    const again = await bring(sessions, [join(fixtures, 'plain-epochs.abf'), join(fixtures, 'icephys.nwb')], { into });
    expect(again.cells[0]?.files[0]).toMatchObject({ used: 0, unused: [{ why: 'the session has it already' }] });
    expect(again.cells[0]!.recordings.length).toBeGreaterThan(0);
    const simulated = await bring(sessions, [join(fixtures, 'struct.mat')], { into, stated: { simulated: true } });
    expect(simulated.cells[0]?.files[0]?.unused[0]?.why).toMatch(/of a simulated cell and the session of a living one/);
    const before = readFileSync(sessions.fileOf(into));
    const steps = importFilesSteps(
      { paths: [join(fixtures, 'episodes.abf')], into, stated: {}, template: null },
      { sessions, protocols, read },
    );
    await steps.next();
    await steps.return(undefined as never);
    const after = sessions.openReader(into);
    expect(after.listRecordings()).toHaveLength(1 + again.cells[0]!.recordings.length);
    expect(after.summary().damage).toBeNull();
    after.close();
    expect(before.length).toBeGreaterThan(0);
    expect(runSteps(checkSessionSteps(sessions.fileOf(into))).intact).toBe(true);
  });

  it('each folder is a cell, and the trees of a loose HEKA recording belong to it', async () => {
    const sessions = newFolder();
    const data = join(scratch, 'data');
    for (const [cell, names] of [
      ['monday', ['plain-epochs.abf', 'other.h5']],
      ['tuesday/heka', ['heka-loose.dat', 'heka-loose.pul', 'heka-loose.pgf']],
      ['empty', []],
    ] as const) {
      mkdirSync(join(data, cell), { recursive: true });
      for (const name of names) cpSync(join(fixtures, name), join(data, cell, name));
    }
    const { cells } = await bring(sessions, [data]);
    expect(cells.map(({ cellName, files }) => [cellName, files.map(({ file }) => file)])).toEqual([
      ['monday', ['other.h5', 'plain-epochs.abf']],
      ['heka', ['heka-loose.dat']],
    ]);
    expect(sessions.list().map(({ cellName }) => cellName)).toContain('monday');
  });

  it('goes on without what is not there, and says so', async () => {
    const sessions = newFolder();
    const nowhere = join(scratch, 'nowhere.abf');
    const { cells } = await bring(sessions, [nowhere, join(fixtures, 'plain-epochs.abf')]);
    expect(cells).toMatchObject([
      {
        cellName: 'plain-epochs',
        files: [
          { file: 'plain-epochs.abf' },
          { file: 'nowhere.abf', used: 0, asked: true, unused: [{ what: 'The file', why: 'it does not exist. Check the path.' }] },
        ],
      },
    ]);
    expect(cells[0]!.recordings.length).toBeGreaterThan(0);
    // A session that is named beside it stays a cell of its own.
    const own = await bring(newFolder(), [cells[0]!.session!, nowhere]);
    expect(own.cells).toHaveLength(1);
    expect(own.cells[0]!.files.map(({ used }) => used > 0)).toEqual([true, false]);
  });

  it('leaves nothing behind when it is ended, or nothing can be used', async () => {
    const sessions = newFolder();
    const steps = importFilesSteps(
      { paths: [join(fixtures, 'plain-epochs.abf'), join(fixtures, 'icephys.nwb')], stated: {}, template: null },
      { sessions, protocols, read },
    );
    for (let i = 0; i < 4; i++) await steps.next();
    await steps.return(undefined as never);
    const nothing = await bring(sessions, [join(fixtures, 'bomb.nwb')]);
    expect(nothing.cells[0]).toMatchObject({ sessionKey: null, recordings: [] });
    expect(readdirSync(sessions.path)).toEqual([]);
    await expect(bring(sessions, [join(scratch, 'nowhere.abf')])).rejects.toThrow(/does not exist/);
  });

  it('leaves nothing behind of a session that could not be made', () => {
    const sessions = newFolder();
    // The first row of a session is refused, as it is on a full disk.
    expect(() => sessions.createAside({ cellName: 'a', notes: Symbol('no text') as never })).toThrow();
    expect(readdirSync(sessions.path)).toEqual([]);
  });

  it('a CSV export comes back with its marks, temperature and samples', async () => {
    const sessions = newFolder();
    const { cells } = await bring(sessions, [join(fixtures, 'icephys.nwb')], {
      stated: { simulated: true, conditions: { temperatureC: 35 } },
    });
    const session = sessions.openReader(cells[0]!.sessionKey!);
    const clamp = cells[0]!.recordings.find(({ kind, samples }) => kind === 'spontaneous' && samples > 0)!;
    const csv = join(scratch, 'again.csv');
    exportRecording(session, clamp.recordingId, csv);
    const held = session.readSamples(clamp.recordingId);
    session.close();
    const back = await bring(sessions, [csv], { stated: { clamp: 'current' } });
    const again = sessions.openReader(back.cells[0]!.sessionKey!);
    expect(again.summary().simulated).toBe(true);
    expect(again.recordingMeta(1).conditions.temperatureC).toBe(35);
    expect(again.readSamples(1).voltageMv).toHaveLength(held.voltageMv.length);
    again.close();
  });
});

describe.skipIf(!existsSync(shared))('importing public recordings (skipped: ../shared is absent)', () => {
  it('of every format: sweeps on one clock with the pauses between them, not counted as lost', async () => {
    const sessions = newFolder();
    const { cells } = await bring(
      sessions,
      ['abf/myokit_abf-v2.abf', 'wcp/myokit_wcp-file.wcp'].map((name) => join(shared, name)),
    );
    expect(cells[0]?.files.map(({ used }) => used)).toEqual([1, 1]);
    const session = sessions.openReader(cells[0]!.sessionKey!);
    const [abf] = session.listRecordings();
    expect(abf).toMatchObject({
      status: 'complete',
      lostSamples: 0,
      sampleRateHz: 20_000,
      startedAt: expect.stringMatching(/^2016-01-07/),
    });
    expect(session.readGaps(1)).toHaveLength(36);
    expect(session.readEvents(1).map(({ name }) => name)[36]).toBe('sweep 37');
    session.close();
    expect(runSteps(checkSessionSteps(cells[0]!.session!)).intact).toBe(true);
  });
});
