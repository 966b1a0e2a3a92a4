import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { SessionFile, SessionReader } from '../../src/main/store/index.ts';
import { closeWaiting, closeWhenAlone } from '../../src/main/store/held-descriptors.ts';
import { samplesAt } from './fixtures/store-samples.ts';

const MILLISECONDS = 6000;
const scratch = mkdtempSync(join(tmpdir(), 'shared-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function beside(binding: string, role: string, path: string): Promise<{ done: number; refused: string[] }> {
  const hook = binding === 'libsql' ? ['--import', join(import.meta.dirname, 'fixtures/on-libsql.ts')] : [];
  const program = join(import.meta.dirname, 'fixtures/store-beside.ts');
  const child = spawn(process.execPath, [...hook, program, role, path, String(MILLISECONDS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(out) as { done: number; refused: string[] };
}

describe('a session that two programs work on', () => {
  it.concurrent.each(['better-sqlite3', 'libsql'])('stays whole with %s, and neither is told that its log is foreign', async (binding) => {
    const path = join(mkdtempSync(join(scratch, 'round-')), `${binding}.twinclamp`);
    SessionFile.create(path, { cellName: 'c' }).close();
    const [records, renames] = await Promise.all([beside(binding, 'records', path), beside(binding, 'renames', path)]);
    expect([...records.refused, ...renames.refused]).toEqual([]);
    expect(records.done).toBeGreaterThan(5);
    expect(renames.done).toBeGreaterThan(5);
    const session = SessionReader.open(path);
    expect(session.connection.pragma('integrity_check', { simple: true })).toBe('ok');
    const recordings = session.listRecordings();
    expect(recordings.length).toBeGreaterThanOrEqual(records.done);
    for (const { recordingId } of recordings.slice(0, records.done)) expect(session.readSamples(recordingId)).toEqual(samplesAt(0, 2000));
    session.close();
  });
});

describe('a descriptor of a session', () => {
  it.skipIf(process.platform === 'win32')('is closed only when nothing else in the process has the file open', () => {
    const path = join(scratch, 'held');
    writeFileSync(path, 'x');
    // As a connection of libsql that outlives its close().
    const lingering = openSync(path, 'r');
    const own = openSync(path, 'r');
    closeWhenAlone(own);
    expect(() => fstatSync(own)).not.toThrow();
    closeSync(lingering);
    closeWaiting();
    expect(() => fstatSync(own)).toThrow('EBADF');
  });
});
