import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { wholeTwin } from '../../src/core/formats/export/whole-twin.testing.ts';
import { twinToJson } from '../../src/core/formats/twin-json.ts';
import { recordingCrc } from '../../src/core/trace/recording-crc.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import { formatTools } from '../../src/main/formats/index.ts';
import {
  importFilesSteps,
  loadProtocols,
  mergeSessionsSteps,
  readIntake,
  runAsyncSteps,
  runSteps,
  SessionFile,
  SessionFolder,
  type ImportWish,
} from '../../src/main/store/index.ts';
import { newRecording, samplesAt } from './fixtures/store-samples.ts';

const root = join(import.meta.dirname, '../..');
const fixture = (name: string): string => join(root, 'test/fixtures', name);
const protocols = loadProtocols(join(root, 'resources/protocols'));
const scratch = mkdtempSync(join(tmpdir(), 'import-own-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let places = 0;
const newFolder = (): SessionFolder => new SessionFolder(join(scratch, `sessions-${places++}`));
const bring = (sessions: SessionFolder, paths: readonly string[], wish: Partial<ImportWish> = {}) =>
  runAsyncSteps(
    importFilesSteps(
      { paths, stated: {}, template: null, ...wish },
      { sessions, protocols, read: (path, stated) => readIntake(path, stated, formatTools()) },
    ),
  );
const twinFile = (twin: Twin): string => {
  const path = join(scratch, `twin-${places++}.json`);
  writeFileSync(path, twinToJson(twin));
  return path;
};
/** A session with one recording, and a twin file that was inferred from it. */
function recordedCell(): { readonly session: string; readonly twin: string } {
  const path = join(scratch, `cell-${places++}.twinclamp`);
  const session = SessionFile.create(path, { cellName: 'theirs' });
  const id = session.beginRecording(newRecording());
  const { voltageMv, currentPa } = samplesAt(0, 1000);
  session.appendChunk(id, 0, voltageMv, currentPa);
  session.endRecording(id, 'complete');
  const recordingCrc32 = recordingCrc(session.toVoltageClampRecording(id));
  session.close();
  return { session: path, twin: twinFile(wholeTwin({ provenance: { ...madeUpTwin().provenance, recordingCrc32 } })) };
}

describe('one file in two sessions of a cell', () => {
  it('is taken once when they are merged, and what is stated of it otherwise is named', async () => {
    const sessions = newFolder();
    const fileOf = async (paths: readonly string[], wish: Partial<ImportWish> = {}): Promise<string> =>
      (await bring(sessions, paths, { cellName: 'cell', ...wish })).cells[0]!.session!;
    const abf = fixture('formats/plain-epochs.abf');
    const a = await fileOf([abf], { stated: { conditions: { temperatureC: 36 } } });
    const b = await fileOf([abf, fixture('formats/episodes.abf')]);
    const merged = runSteps(mergeSessionsSteps([a, b], join(sessions.path, 'merged.twinclamp')));
    expect(merged.recordings).toBe(2);
    expect(merged.once).toEqual([
      expect.stringMatching(
        /is recording 1 already; it was taken once\. What it states otherwise was left out: bath temperature unknown, not 36 °C/,
      ),
    ]);
  });
});

describe('sessions among the files of an import', () => {
  it('come in by their own name with their twins, of any layout, and stay as they are', async () => {
    const sessions = newFolder();
    const theirs = join(scratch, 'theirs.twinclamp');
    cpSync(fixture('sessions/layout-1.twinclamp'), theirs);
    const before = readFileSync(theirs);
    const { cells } = await bring(sessions, [theirs, fixture('formats/plain-epochs.abf')]);
    expect(cells.map(({ cellName }) => cellName).sort()).toEqual(['Cell of layout 1', 'theirs'].sort());
    const cell = cells.find(({ cellName }) => cellName === 'Cell of layout 1')!;
    expect(cell).toMatchObject({
      recordings: [{ file: 'theirs.twinclamp', samples: 1000 }],
      files: [{ format: 'TwinClamp session', used: 1, unused: [], notes: ['1 twin came with it.'] }],
    });
    const session = sessions.openReader(cell.sessionKey!);
    expect(session.summary()).toMatchObject({ recordings: 1, twins: 1, simulated: true, damage: null });
    session.close();
    expect(readFileSync(theirs)).toEqual(before);
    const again = await bring(sessions, [theirs], { into: cell.sessionKey! });
    expect(again.cells[0]?.files[0]?.unused).toEqual([{ what: 'The session', why: 'the session has its recordings already' }]);
  });

  it('go into a session that is there, unless they are of another kind of cell or found in a folder', async () => {
    const sessions = newFolder();
    const living = (await bring(sessions, [fixture('formats/plain-epochs.abf')])).cells[0]!.sessionKey!;
    const refused = await bring(sessions, [fixture('sessions/layout-3.twinclamp')], { into: living });
    expect(refused.cells[0]?.files[0]?.unused[0]?.why).toMatch(/of a simulated cell and the session of a living one/);
    const simulated = (await bring(sessions, [fixture('sessions/layout-3.twinclamp')], { cellName: 'mine' })).cells[0]!;
    expect(simulated.cellName).toBe('mine');
    const folder = join(scratch, 'mixed');
    mkdirSync(folder);
    cpSync(fixture('sessions/layout-3.twinclamp'), join(folder, 'a.twinclamp'));
    cpSync(fixture('formats/plain-epochs.abf'), join(folder, 'b.abf'));
    const { cells } = await bring(sessions, [folder]);
    expect(cells.flatMap(({ files }) => files.map(({ file, used }) => [file, used]))).toEqual([
      ['a.twinclamp', 0],
      ['b.abf', 1],
    ]);
  });

  it('that are damaged are left out with the reason, and leave no session behind', async () => {
    const sessions = newFolder();
    const damaged = join(scratch, 'damaged.twinclamp');
    const bytes = readFileSync(fixture('sessions/layout-3.twinclamp'));
    bytes.fill(0x55, bytes.length - 9000);
    writeFileSync(damaged, bytes);
    const { cells } = await bring(sessions, [damaged]);
    expect(cells[0]).toMatchObject({ sessionKey: null, recordings: [] });
    expect(cells[0]?.files[0]?.unused[0]?.why.length).toBeGreaterThan(20);
    expect(sessions.list()).toEqual([]);
  });
});

describe('twin files among the files of an import', () => {
  it('stand beside the recording that comes with them', async () => {
    const sessions = newFolder();
    const { session: recorded, twin } = recordedCell();
    const { cells } = await bring(sessions, [twin, recorded]);
    expect(cells).toHaveLength(1);
    expect(cells[0]?.files.at(-1)).toMatchObject({ format: 'TwinClamp twin', used: 1, unused: [] });
    const session = sessions.openReader(cells[0]!.sessionKey!);
    expect(session.listTwins()).toMatchObject([{ recordingId: 1 }]);
    session.close();
  });

  it('come alone each into a session of its own, with alarms said', async () => {
    const sessions = newFolder();
    const alarmed = wholeTwin({ alarms: ['The fit failed.'] });
    const { cells } = await bring(sessions, [twinFile(wholeTwin()), twinFile(alarmed)]);
    expect(cells).toHaveLength(2);
    expect(cells.map(({ sessionKey }) => sessionKey)).not.toContain(null);
    expect(cells[1]?.files[0]?.notes.join(' ')).toMatch(/without its recording.*The fit failed/);
    expect(sessions.list().map(({ twins }) => twins)).toEqual([1, 1]);
  });

  it('of another recording, or changed by hand, are left out with what to do', async () => {
    const sessions = newFolder();
    const into = (await bring(sessions, [fixture('formats/plain-epochs.abf')])).cells[0]!.sessionKey!;
    const changed = join(scratch, 'changed.json');
    writeFileSync(changed, twinToJson(wholeTwin()).replace(/"value": [^,]+,/, '"value": 12345,'));
    const { cells } = await bring(sessions, [twinFile(wholeTwin()), changed], { into });
    expect(cells[0]?.files.map(({ unused }) => unused[0]?.why)).toEqual([
      expect.stringMatching(/does not hold the recording/),
      expect.stringMatching(/changed by hand/),
    ]);
  });
});
