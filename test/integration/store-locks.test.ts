import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SessionFile, SessionReader } from '../../src/main/store/index.ts';
import { newRecording, samplesAt } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'locks-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Another program that reads a session and closes it. */
function readElsewhere(path: string): void {
  const script = `const D = require('better-sqlite3'); const d = new D(process.argv[1]);
    d.prepare('SELECT count(*) FROM chunk').get(); d.close();`;
  const run = spawnSync(process.execPath, ['-e', script, path], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
}

describe('the locks of an owner', () => {
  it('outlive readers of the same process, so that another program that closes the file takes no log away', () => {
    const path = join(scratch, 'live.twinclamp');
    const owner = SessionFile.create(path, { cellName: 'c' });
    const id = owner.beginRecording(newRecording());
    const { voltageMv, currentPa } = samplesAt(0, 100);
    owner.appendChunk(id, 0, voltageMv, currentPa);
    const reader = SessionReader.open(path);
    reader.close();
    readElsewhere(path);
    expect(existsSync(`${path}-wal`)).toBe(true);
    owner.appendChunk(id, 100, voltageMv, currentPa);
    const again = SessionReader.open(path);
    expect(again.listRecordings()).toMatchObject([{ samples: 200 }]);
    again.close();
    owner.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});
