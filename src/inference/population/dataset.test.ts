import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataset, readShard, shardIsWhole, writeShard, type DatasetManifest } from './dataset.ts';

let root = '';
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'dataset-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const manifest = (seed: number): DatasetManifest => ({
  format: 'twinclamp.population/2',
  seed,
  cells: 6,
  cellsPerShard: 4,
  spread: 0.4,
  rigShare: 0.5,
  temperatureC: [37, 37],
  sampleRateHz: 10_000,
  protocol: { id: 'short', name: 'Short', source: 'test', holdingMv: -80, segments: [{ kind: 'step', voltageMv: 0, durationMs: 10 }] },
  binsId: 'bins',
  features: 2,
  targets: 1,
});

function dataset(name: string, seed: number): string {
  const folder = join(root, name);
  openDataset(folder, manifest(seed));
  writeShard(
    folder,
    manifest(seed),
    0,
    Float32Array.from({ length: 12 }, (_, i) => seed * 100 + i),
  );
  return folder;
}

test('a truncated shard counts as missing, its seal or its rows', () => {
  for (const ending of ['f32', 'json']) {
    const folder = dataset(ending, 1);
    expect(shardIsWhole(folder, manifest(1), 0)).toBe(true);
    expect(shardIsWhole(folder, manifest(1), 1)).toBe(false);
    truncateSync(join(folder, `shard-00000.${ending}`), 10);
    expect(shardIsWhole(folder, manifest(1), 0)).toBe(false);
    expect(() => readShard(folder, manifest(1), 0)).toThrow(/Run "population" again/);
  }
});

test('a shard from another seed is refused and not changed', () => {
  const [own, other] = [dataset('own', 1), dataset('other', 2)];
  for (const ending of ['f32', 'json']) copyFileSync(join(other, `shard-00000.${ending}`), join(own, `shard-00000.${ending}`));
  expect(() => shardIsWhole(own, manifest(1), 0)).toThrow(/made from seed 2 as shard 0; expected seed 1/);
  expect(readFileSync(join(own, 'shard-00000.f32'))).toEqual(readFileSync(join(other, 'shard-00000.f32')));
});

test('a folder of another population is not opened', () => {
  expect(() => openDataset(dataset('own', 1), manifest(2))).toThrow(/another population/);
});
