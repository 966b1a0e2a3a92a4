import { afterEach, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { featureBins } from '../../core/observation/observation-bins.ts';
import { createRandom } from '../../core/random/random.ts';
import { libraryProtocol } from '../../core/testing/files.testing.ts';
import type { HeldRows } from './held-rows.ts';
import { NoisyRows } from './noisy-rows.ts';
import { RowsAhead } from './rows-ahead.ts';

const cells = 50;
const batchRows = 16;
const script = new URL('./batch-worker.ts', import.meta.url);

function someRows(): HeldRows {
  const protocol = libraryProtocol('clark2022-rounded');
  const bins = featureBins(protocol, 10_000);
  const features = bins.from.length;
  const targets = DEFAULT_CELL.varied.length + 3;
  const random = createRandom(1);
  const data = new Float32Array(new SharedArrayBuffer(4 * cells * (features + targets))).map(() => random.normal());
  const manifest = {
    format: 'twinclamp.population/2',
    seed: 1,
    cells,
    cellsPerShard: cells,
    spread: 0.4,
    rigShare: 0.5,
    temperatureC: [37, 37],
    sampleRateHz: 10_000,
    protocol,
    binsId: bins.id,
    features,
    targets,
  } as const;
  return { manifest, data, usable: Uint32Array.from({ length: cells }, (_, i) => i) };
}

let ahead: RowsAhead | null = null;
afterEach(async () => {
  await ahead?.dispose();
  ahead = null;
});

it('gives the batches of NoisyRows in order, across epochs and after a jump', async () => {
  const held = someRows();
  ahead = new RowsAhead(held, 7, batchRows, script);
  const plain = new NoisyRows(held, 7);
  for (const index of [0, 1, 2, 3, 4, 9, 10, 2]) {
    const got = await ahead.nextBatch(batchRows, index);
    expect(got, `batch ${index}`).toEqual(plain.nextBatch(batchRows, index));
  }
});

it('draws other noise for the same cells in every batch and with every seed', () => {
  const held = someRows();
  const x = (seed: number, index: number): number[] => Array.from(new NoisyRows(held, seed).nextBatch(cells, index).x.slice(0, 40));
  expect(x(7, 0)).toEqual(x(7, 0));
  expect(x(7, 0)).not.toEqual(x(7, 1));
  expect(x(7, 0)).not.toEqual(x(8, 0));
});

it('refuses a batch of another size and reports the end of its thread', async () => {
  ahead = new RowsAhead(someRows(), 7, batchRows, script);
  await ahead.nextBatch(batchRows, 0);
  await expect(ahead.nextBatch(8, 1)).rejects.toThrow(/Batches of 16 rows are made ahead, but one of 8/);
  await ahead.nextBatch(batchRows, 1);
  await ahead.dispose();
  await ahead.nextBatch(batchRows, 2).catch(() => undefined);
  await expect(ahead.nextBatch(batchRows, 3)).rejects.toThrow(/makes training batches failed: it ended with code 1/);
});
