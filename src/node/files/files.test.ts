import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertRoom, WholeFile, writeFileWhole } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinclamp-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a file that is written whole', () => {
  it('holds text and bytes in their order, however long', () => {
    const long = 'µ'.repeat(200_000);
    writeFileWhole(join(folder, 'a'), ['head\n', Uint8Array.of(0, 255, 10), long, Uint8Array.of(1)]);
    expect(readFileSync(join(folder, 'a'))).toEqual(
      Buffer.concat([Buffer.from('head\n'), Buffer.of(0, 255, 10), Buffer.from(long), Buffer.of(1)]),
    );
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('leaves the old file, and nothing else, when it fails', () => {
    writeFileSync(join(folder, 'a'), 'old');
    const failing = function* () {
      yield 'x'.repeat(300_000);
      throw new Error('source failed');
    };
    expect(() => writeFileWhole(join(folder, 'a'), failing())).toThrow('source failed');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('may be written twice at once: the last to end stays, whole', () => {
    const [first, second] = [new WholeFile(join(folder, 'a')), new WholeFile(join(folder, 'a'))];
    first.write('1'.repeat(100_000));
    second.write('2'.repeat(150_000));
    first.write('1');
    second.commit();
    first.commit();
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('1'.repeat(100_001));
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it.skipIf(process.platform === 'win32')('goes where a link leads, and the link stays', () => {
    writeFileSync(join(folder, 'a'), 'old');
    symlinkSync('a', join(folder, 'link'));
    writeFileWhole(join(folder, 'link'), ['new']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full (skipped: no /dev/full)', () => {
    expect(() => writeFileWhole('/dev/full', ['x'])).toThrow(expect.objectContaining({ name: 'StorageError', code: 'disk-full' }));
  });

  it('reports a missing folder', () => {
    expect(() => writeFileWhole(join(folder, 'no', 'a'), ['x'])).toThrow(expect.objectContaining({ code: 'io' }));
  });

  it('is not begun where the disk has no room for it', () => {
    expect(() => assertRoom(join(folder, 'a'), 1000)).not.toThrow();
    expect(() => assertRoom(join(folder, 'a'), 1e18)).toThrow(
      expect.objectContaining({ code: 'disk-full', message: expect.stringMatching(/1000000000000 MB are needed, \d+ MB are free/) }),
    );
  });
});
