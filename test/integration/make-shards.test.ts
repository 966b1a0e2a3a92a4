import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { manifestOf, openCellSet } from '../../src/inference/population/cell-set.ts';
import { makeShards } from '../../src/inference/slurm/index.ts';

const root = join(import.meta.dirname, '..', '..');
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'shards-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const make = (shards: number[], workers = 1): Promise<{ made: number; kept: number }> =>
  makeShards({
    folder,
    shards,
    workers,
    kernelPath: join(root, 'resources', 'kernel', 'kernik2019.wasm'),
    workerScript: new URL('../../src/inference/population/worker.ts', import.meta.url),
  });
const sum = (shard: number): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, `shard-0000${shard}.f32`)))
    .digest('hex');

test('a task makes its own shards, keeps whole ones and repairs damaged ones to the same bytes', async () => {
  openCellSet(
    folder,
    manifestOf(
      { kind: 'all', seed: 5, spread: 0.4, spreadOf: {}, temperatureC: [37, 37], free: { settleS: 0, seconds: 1 }, clamp: null },
      8,
    ),
  );
  expect(await make([3, 1], 2)).toEqual({ made: 2, kept: 0 });
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.f32'))
      .sort(),
  ).toEqual(['shard-00001.f32', 'shard-00003.f32']);
  const before = sum(3);
  truncateSync(join(folder, 'shard-00003.f32'), 10);
  expect(await make([1, 3])).toEqual({ made: 1, kept: 1 });
  expect(sum(3)).toBe(before);
  expect(existsSync(join(folder, 'shard-00000.f32'))).toBe(false);
  await expect(make([-1])).rejects.toThrow(/has shards 0 to \d+; got -1/);
});
