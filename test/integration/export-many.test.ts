import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeTwin } from '../../src/core/formats/export/whole-twin.testing.ts';
import { hdf5Library } from '../../src/main/formats/hdf5-writer.ts';
import { exportManySteps, runSteps, SessionFolder } from '../../src/main/store/index.ts';
import type { ManyToExport } from '../../src/shared/store/many-exported.ts';
import { newRecording, samplesAt } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'export-many-'));
const sessions = new SessionFolder(join(scratch, 'sessions'));
const keys: string[] = [];
const folderOf = (name: string): string => {
  const folder = join(scratch, name);
  mkdirSync(folder);
  return folder;
};
const run = (wish: ManyToExport['wish'], folder: string, sessionKeys = keys) =>
  runSteps(exportManySteps(sessions, { sessionKeys, wish, folder }));

beforeAll(async () => {
  await hdf5Library();
  for (const cellName of ['a/b', 'a-b', 'bare']) {
    const session = sessions.create({ cellName });
    for (let n = 0; cellName !== 'bare' && n < 2; n++) {
      const id = session.beginRecording(newRecording());
      const { voltageMv, currentPa } = samplesAt(0, 1000);
      session.appendChunk(id, 0, voltageMv, currentPa);
      session.endRecording(id, 'complete');
    }
    if (cellName === 'a/b') session.addTwin(1, wholeTwin({ alarms: ['The noise is too large.'] }));
    keys.push(session.key);
    session.close();
  }
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('exporting several sessions', () => {
  it('a file a session as NWB, with the stimulus, beside what is there; what has nothing is said', () => {
    const folder = folderOf('nwb');
    writeFileSync(join(folder, 'a-b.nwb'), 'there before');
    const { written, left } = run({ what: 'recordings', format: 'nwb' }, folder);
    expect(written.map(({ file }) => file)).toEqual(['a-b (2).nwb', 'a-b (3).nwb']);
    expect(left).toEqual([{ cellName: 'bare', why: 'it has no recording with samples that has ended' }]);
    expect(readFileSync(join(folder, 'a-b.nwb'), 'utf8')).toBe('there before');
    expect(readFileSync(join(folder, 'a-b (2).nwb'), 'latin1')).toContain('VoltageClampStimulusSeries');
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('a file a recording as a table, and twins with their alarms said', () => {
    const folder = folderOf('tables');
    expect(run({ what: 'recordings', format: 'csv' }, folder).written).toHaveLength(4);
    const twins = run({ what: 'twins', format: 'mmt' }, folder);
    expect(twins.written).toEqual([{ cellName: 'a/b', file: 'a-b twin 1.mmt', note: expect.stringMatching(/noise is too large/) }]);
    expect(twins.left.map(({ why }) => why)).toEqual(['it has no twin', 'it has no twin']);
  });

  it('goes on where a session or a format fails, and names it', () => {
    const folder = folderOf('failing');
    const { written, left } = run({ what: 'recordings', format: 'csv' }, folder, ['gone.twinclamp', keys[0]!]);
    expect(written).toHaveLength(2);
    expect(left).toHaveLength(1);
    expect(run({ what: 'twins', format: 'mmt' }, join(folder, 'none'), [keys[0]!]).left[0]?.why.length).toBeGreaterThan(10);
  });

  it('ended in the middle leaves whole files alone', () => {
    const folder = folderOf('ended');
    const steps = exportManySteps(sessions, { sessionKeys: keys, wish: { what: 'recordings', format: 'csv' }, folder });
    while (readdirSync(folder).filter((name) => name.endsWith('.csv')).length === 0) steps.next();
    steps.next();
    steps.return(undefined as never);
    const names = readdirSync(folder);
    expect(names.filter((name) => !name.endsWith('.csv'))).toEqual([]);
    for (const name of names) expect(readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').length).toBeGreaterThan(1000);
  });
});
