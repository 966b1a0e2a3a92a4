import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { NEWEST_LAYOUT, runSteps, SessionFile, SessionFolder, SessionIndex, type Steps } from '../../src/main/store/index.ts';
import { createStoreJobs } from '../../src/main/store-worker/store-jobs.ts';
import { newRecording, twin } from './fixtures/store-samples.ts';

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

it('a damaged session elsewhere is listed with its repair, which is written into the sessions folder and leaves it as it is', () => {
  const elsewhere = join(scratch, 'stick');
  mkdirSync(elsewhere);
  const path = join(elsewhere, 'cut off.twinclamp');
  const written = SessionFile.create(path, { cellName: 'cut' });
  written.beginRecording(newRecording());
  for (let k = 0; k < 20; k++) written.appendChunk(1, 1000 * k, new Float32Array(1000), new Float32Array(1000));
  written.close();
  truncateSync(path, 100_000);
  const before = readFileSync(path);
  const kept = join(scratch, 'damaged.json');
  const sessions = new SessionFolder(join(scratch, 'repaired'), kept);
  const jobs = createStoreJobs(sessions, new SessionIndex(sessions, null));
  const { sessionKey } = jobs.openInPlace({ path }) as { sessionKey: string };
  expect(runSteps(jobs.list({}) as Steps<unknown>)).toMatchObject([{ sessionKey, problem: /cut off/, repairable: true }]);
  const plan = jobs.repairPlan({ sessionKey }) as { file: string; into: string };
  expect(plan.file).toBe(path);
  expect(dirname(plan.into)).toBe(sessions.path);
  expect(plan.into).toMatch(/_cut-off-repaired\.twinclamp$/);
  const { repaired } = runSteps(jobs.repair({ sessionKey }) as Steps<{ repaired: string }>);
  expect(runSteps(jobs.list({}) as Steps<{ sessionKey: string }[]>).map((row) => row.sessionKey)).toContain(repaired);
  expect(jobs.detail({ sessionKey: repaired })).toMatchObject({ cellName: 'cut', damage: null });
  expect(readFileSync(path)).toEqual(before);
  // It is not kept from start to start as sound ones are.
  expect(new SessionFolder(sessions.path, kept).keys()).toEqual([repaired]);
});

it('work on a session takes only files of the folder', () => {
  const sessions = new SessionFolder(join(scratch, 'own'));
  const outside = join(scratch, 'outside.twinclamp');
  writeFileSync(outside, 'not to be touched');
  const jobs = createStoreJobs(sessions, new SessionIndex(sessions, null));
  const sessionKey = '../outside.twinclamp';
  for (const verb of ['check', 'repair', 'copyIn'] as const)
    expect(() => runSteps(jobs[verb]({ sessionKey }) as Steps<unknown>)).toThrow(/No session/);
  expect(() => jobs.repairPlan({ sessionKey })).toThrow(/No session/);
  expect(() => jobs.migrate({ sessionKey })).toThrow(/No session/);
});
