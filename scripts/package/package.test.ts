import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import { packageConfig } from './config.ts';
import { fusesFor, REQUIRED_FUSES } from './fuses.ts';
import { colourCount, pngOf, readXwd } from './picture.ts';

const projectRoot = resolve(import.meta.dirname, '..', '..');
const names = (files: unknown): string[] =>
  (files as (string | { to: string })[]).map((entry) => (typeof entry === 'string' ? entry : entry.to));

test('every system shuts the doors for foreign code, and checks its archive where Electron can', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const fuses = fusesFor(platform);
    expect([...REQUIRED_FUSES].map((fuse) => [FuseV1Options[fuse], fuses.get(fuse)])).toEqual([
      ['RunAsNode', false],
      ['EnableNodeOptionsEnvironmentVariable', false],
      ['EnableNodeCliInspectArguments', false],
      ['OnlyLoadAppFromAsar', true],
    ]);
    expect(fuses.get(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(platform !== 'linux');
    // Each fuse that the library knows is decided, but the one that WebAssembly needs as it comes.
    const known = Object.values(FuseV1Options).filter((fuse): fuse is FuseV1Options => typeof fuse === 'number');
    expect(known.filter((fuse) => !fuses.has(fuse)).map((fuse) => FuseV1Options[fuse])).toEqual(['WasmTrapHandlers']);
  }
});

test('a package is made from the Electron that is there, with libsql only where better-sqlite3 cannot run', () => {
  const newer = packageConfig(projectRoot, { folder: '/electron', version: '45.4.1', nodeApi: 10 });
  expect(newer).toMatchObject({ electronDist: '/electron', electronVersion: '45.4.1', files: [] });
  const older = packageConfig(projectRoot, { folder: '/electron', version: '25.1.1', nodeApi: 8 });
  expect(names(older.files)).toEqual(
    expect.arrayContaining([
      '!node_modules/better-sqlite3/**',
      'node_modules/better-sqlite3',
      'node_modules/libsql',
      'node_modules/detect-libc',
    ]),
  );
  for (const entry of older.files as (string | { from: string })[])
    if (typeof entry !== 'string') expect(existsSync(entry.from)).toBe(true);
  const settings = readFileSync(resolve(projectRoot, 'electron-builder.yml'), 'utf8');
  expect(settings).toMatch(/^npmRebuild: false$/m);
  expect(settings).toMatch(/^publish: null$/m);
});

test('a picture is read from a window dump and written as PNG', () => {
  const [width, height] = [3, 2];
  const dump = Buffer.alloc(100 + 12 + 4 * width * height);
  for (const [index, value] of [
    [0, 100],
    [1, 7],
    [4, width],
    [5, height],
    [11, 32],
    [12, 4 * width],
    [19, 1],
  ] as const)
    dump.writeUInt32BE(value, 4 * index);
  dump.set([0x33, 0x22, 0x11, 0], 112);
  const picture = readXwd(dump);
  expect([...picture.rgb.slice(0, 6)]).toEqual([0x11, 0x22, 0x33, 0, 0, 0]);
  expect(colourCount(picture)).toBe(2);
  const png = pngOf(picture);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(width);
  dump.writeUInt32BE(16, 44);
  expect(() => readXwd(dump)).toThrow(/32 bits a pixel, got version 7 with 16/);
});
