import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { NEWEST_LAYOUT, runSteps, SessionFolder, SessionIndex, type Steps } from '../../src/main/store/index.ts';
import { createStoreJobs } from '../../src/main/store-worker/store-jobs.ts';
import { twin } from './fixtures/store-samples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'in-place-'));
afterAll(() => rmSync(scratch, { recursive: true }));

it('a session elsewhere is read under a key of its own, never written, and copied in on demand', () => {
  const elsewhere = join(scratch, 'colleague');
  mkdirSync(elsewhere);
  const path = join(elsewhere, 'theirs.twinclamp');
  cpSync(join(import.meta.dirname, '../fixtures/sessions/layout-1.twinclamp'), path);
  const before = readFileSync(path);
  const kept = join(scratch, 'in-place.json');
  const sessions = new SessionFolder(join(scratch, 'sessions'), kept);
  const jobs = createStoreJobs(sessions, new SessionIndex(sessions, null));
  const { sessionKey } = jobs.openInPlace({ path }) as { sessionKey: string };
  expect(sessionKey).toMatch(/^@[0-9a-f]{8} theirs\.twinclamp$/);
  expect(jobs.detail({ sessionKey })).toMatchObject({ sessionKey, inPlace: true, old: true, cellName: 'Cell of layout 1' });
  expect(runSteps(jobs.list({}) as Steps<unknown>)).toMatchObject([{ sessionKey, cellName: 'Cell of layout 1' }]);
  expect(runSteps(jobs.check({ sessionKey }) as Steps<unknown>)).toMatchObject({ intact: true });
  expect(() => jobs.addTwin({ sessionKey, recordingId: 1, twin })).toThrow(/read where it lies and is not changed/);
  expect(() => jobs.migrate({ sessionKey })).toThrow(/Copy it into your sessions/);
  const copied = runSteps(jobs.copyIn({ sessionKey }) as Steps<{ sessionKey: string }>);
  expect(jobs.migrate({ sessionKey: copied.sessionKey })).toMatchObject({ from: 1, to: NEWEST_LAYOUT });
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(elsewhere)).toEqual(['theirs.twinclamp']);
  // The next start knows it still; a file that is gone is left out.
  expect(new SessionFolder(sessions.path, kept).keys()).toContain(sessionKey);
  rmSync(path);
  expect(new SessionFolder(sessions.path, kept).keys()).not.toContain(sessionKey);
});
