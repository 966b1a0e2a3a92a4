import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { electronRequired } from './required.ts';

test('a CI machine must run Electron, unless it is set otherwise; others may skip', () => {
  expect(electronRequired({})).toBe(false);
  expect(electronRequired({ CI: 'true' })).toBe(true);
  expect(electronRequired({ CI: '1', TWINCLAMP_REQUIRE_ELECTRON: '0' })).toBe(false);
  expect(electronRequired({ CI: 'false' })).toBe(false);
  expect(electronRequired({ TWINCLAMP_REQUIRE_ELECTRON: '1' })).toBe(true);
  expect(electronRequired({ CI: 'true', TWINCLAMP_REQUIRE_ELECTRON: '' })).toBe(true);
});

test.skipIf(process.platform !== 'linux')('the end-to-end tests fail there without a screen, and are skipped elsewhere', () => {
  const root = join(import.meta.dirname, '../..');
  const folder = mkdtempSync(join(tmpdir(), 'no-screen-'));
  try {
    // An Electron that is there, and a PATH without Xvfb.
    writeFileSync(join(folder, 'electron'), '');
    symlinkSync('/bin/sh', join(folder, 'sh'));
    const run = (required: string) =>
      spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/e2e.ts'), 'no-such-file'], {
        encoding: 'utf8',
        env: { PATH: folder, ELECTRON_OVERRIDE_DIST_PATH: folder, TWINCLAMP_REQUIRE_ELECTRON: required },
      });
    const must = run('1');
    expect(must.stdout).toMatch(/FAILED test\/e2e and test\/security: no DISPLAY.*must run here/);
    expect(must.status).toBe(1);
    const may = run('0');
    expect(may.stdout).toMatch(/SKIPPED test\/e2e and test\/security: no DISPLAY/);
    expect(may.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
