import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { executableIn } from './binary.ts';
import { officialElectron } from './official.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinclamp-electron-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.spyOn(console, 'log').mockReturnValue(undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A stand-in of the electron package whose installer counts its runs and then does what the test sets. */
function electronPackage(installer: string): { runs: () => number; dist: string } {
  const home = join(folder, 'node_modules', 'electron');
  mkdirSync(home, { recursive: true });
  const counter = join(folder, 'runs');
  writeFileSync(counter, '');
  writeFileSync(join(home, 'install.js'), `require('fs').appendFileSync(${JSON.stringify(counter)}, 'x');\n${installer}`);
  return { runs: () => readFileSync(counter, 'utf8').length, dist: join(home, 'dist') };
}

test('a refused download is remembered for a day, then tried again', () => {
  const electron = electronPackage("console.error('fetch failed'); process.exit(1);");
  const start = Date.UTC(2026, 0, 1);
  expect(officialElectron(folder, start)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('fetch failed') as string });
  expect(officialElectron(folder, start + 3_600_000)).toMatchObject({ kind: 'refused' });
  expect(electron.runs()).toBe(1);
  officialElectron(folder, start + 25 * 3_600_000);
  expect(electron.runs()).toBe(2);
});

test('a finished download is used, and an installed Electron is used without a download', () => {
  const target = executableIn(join(folder, 'node_modules', 'electron', 'dist'));
  const electron = electronPackage(
    `require('fs').mkdirSync(${JSON.stringify(dirname(target))}, { recursive: true }); ` +
      `require('fs').writeFileSync(${JSON.stringify(target)}, '');`,
  );
  expect(officialElectron(folder)).toMatchObject({ kind: 'found', binary: { source: 'downloaded', executable: target } });
  expect(officialElectron(folder)).toMatchObject({ kind: 'found', binary: { source: 'installed' } });
  expect(electron.runs()).toBe(1);
});
