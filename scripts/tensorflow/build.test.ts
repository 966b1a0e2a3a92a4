import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BUILT_FILE, tensorflowFolder } from '../../src/inference/backend/tensorflow-folder.ts';
import { buildTensorflow } from './build.ts';
import { wheel } from './download.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinclamp-tensorflow-'));
  vi.spyOn(console, 'log').mockReturnValue(undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('an existing library is left alone', () => {
  writeFileSync(join(folder, BUILT_FILE), '{}');
  vi.stubEnv('PATH', '');
  expect(buildTensorflow('/nowhere', folder)).toBe('found');
});

test('the folder is in the cache of the user', () => {
  expect(tensorflowFolder({ XDG_CACHE_HOME: '/x' })).toMatch(/^\/x\/twinclamp\/tensorflow-[\d.]+-binding-[\d.]+-/);
});

test('a wheel that is missing or another one is refused before it is unpacked', () => {
  expect(() => wheel(folder, join(folder, 'none.whl'))).toThrow(/Expected the wheel .*none\.whl, which does not exist.*pip/);
  const other = join(folder, 'other.whl');
  writeFileSync(other, 'something else');
  expect(() => wheel(folder, other)).toThrow(/sha256 54660c07.*, got [0-9a-f]{64}\. It was not unpacked/);
});

test('a missing program and a failing one are named, with what to do', () => {
  const options = { cwd: folder, need: 'Install it.', minutes: 1 };
  expect(() => run('no-such-compiler', ['-O2'], options)).toThrow('the program no-such-compiler is not on the PATH. Install it.');
  expect(() => run(process.execPath, ['-e', 'console.error("no space left"); process.exit(3)'], options)).toThrow(
    /got: no space left\. Install it\./,
  );
});

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('a build that fails leaves nothing behind', () => {
  vi.stubEnv('PATH', '');
  const target = join(folder, 'cache', 'library');
  mkdirSync(join(folder, 'cache'));
  expect(() => buildTensorflow('/nowhere', target)).toThrow(
    /the program npm is not on the PATH\. Connect to a network that serves npm packages/,
  );
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});
