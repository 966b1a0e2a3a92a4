import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SampleSeal } from '../../core/formats/hdf5/hdf5-step.ts';
import { crc32 } from '../../node/checksum/crc32.ts';
import { Hdf5Writer, hdf5Library } from './hdf5-writer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'hdf5-writer-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** More than two windows of reading back. */
const LENGTH = 1_300_000;
const PIECE = 7001;
const START = 12_345;
const file = join(scratch, 'a.h5');
let writer: Hdf5Writer;
const values = (first: number, n: number, factor: number): Float32Array => Float32Array.from({ length: n }, (_, k) => factor * (first + k));
const bytes = (of: Float32Array): Uint8Array => new Uint8Array(of.buffer);

/** Two series in pieces, every third of which is sealed. */
function written(sealOf: (seal: SampleSeal, first: number) => SampleSeal = (seal) => seal): void {
  for (const path of ['/a', '/b']) writer.write({ kind: 'series', path, length: LENGTH, attributes: {} });
  for (let first = 0; first < LENGTH; first += PIECE) {
    const n = Math.min(PIECE, LENGTH - first);
    const series = [
      { path: '/a', values: values(first, n, 1) },
      { path: '/b', values: values(first, n, -0.5) },
    ];
    const sum = series.reduce((crc, { values: some }) => crc32(bytes(some), crc), START);
    const seal = (first / PIECE) % 3 === 0 ? { seal: sealOf({ start: START, sum }, first) } : {};
    writer.write({ kind: 'samples', first, series, ...seal, share: 1 });
  }
}

async function opened(): Promise<void> {
  rmSync(file, { force: true });
  writer = new Hdf5Writer(await hdf5Library(), file);
}

describe('what was written to HDF5 is read back', () => {
  beforeAll(opened);

  test('and found to be the same, of every series to its last sample', async () => {
    written();
    const steps = [...writer.readBack()];
    writer.close();
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.map(({ differsAt }) => differsAt).filter((at) => at !== null)).toEqual([]);
    expect(steps.at(-1)?.share).toBe(1);
    const { File } = await hdf5Library();
    const stored = new File(file, 'r');
    const read = ['/a', '/b'].map((path) => (stored.get(path) as unknown as { value: Float32Array }).value);
    stored.close();
    expect(read).toEqual([values(0, LENGTH, 1), values(0, LENGTH, -0.5)]);
  });
});

describe('a difference is found', () => {
  test('from the seal that the samples came with', async () => {
    await opened();
    const wrong = 60 * PIECE;
    written((seal, first) => (first === wrong ? { ...seal, sum: seal.sum ^ 1 } : seal));
    const found = [...writer.readBack()].map(({ differsAt }) => differsAt).filter((at) => at !== null);
    writer.close();
    expect(found).toEqual([wrong]);
  });

  test.each([
    ['/a', 1, 'sealed', 150],
    ['/b', -0.5, 'sealed', 150],
    ['/a', 1, 'not sealed', 151],
    ['/b', -0.5, 'not sealed', 151],
  ])('in one sample of %s on the disk, %d, %s', async (_, factor, _kind, piece) => {
    await opened();
    written();
    const steps = writer.readBack();
    expect(steps.next().value).toMatchObject({ differsAt: null });
    const at = piece * PIECE;
    // The values of some samples in a row are there once.
    const place = readFileSync(file).indexOf(bytes(values(at, 8, factor)));
    expect(place).toBeGreaterThan(0);
    const disk = openSync(file, 'r+');
    writeSync(disk, Uint8Array.of(0xee), 0, 1, place + 2);
    closeSync(disk);
    const found = [...steps].map(({ differsAt }) => differsAt).filter((one) => one !== null);
    writer.close();
    expect(found).toEqual([at]);
  });

  test('where the end of the file is gone', async () => {
    await opened();
    written();
    const steps = writer.readBack();
    steps.next();
    truncateSync(file, 3_000_000);
    expect([...steps].some(({ differsAt }) => differsAt !== null)).toBe(true);
    writer.abandon();
  });
});
