import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LivingRows } from '../../src/core/population/living-rows.ts';
import { createRandom } from '../../src/core/random/random.ts';
import { LANES } from '../../src/core/simulate/kernel-layout.ts';
import { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { chooseBackend } from '../../src/inference/backend/index.ts';
import { ModelLibrary } from '../../src/inference/model-library.ts';
import { scorePrediction } from '../../src/inference/network/index.ts';
import { LivingRowWriter } from '../../src/inference/training/living-row-writer.ts';

const root = join(import.meta.dirname, '..', '..');
const CELLS = 2048;
/** Not a seed that a network was trained on. */
const SEED = 990;

/** R2 and coverage of 90 % intervals of each output of the network for living cells, on cells of the wide population that it never saw. */
export async function benchLivingHeldOut(): Promise<object> {
  const protocol = JSON.parse(readFileSync(join(root, 'resources', 'protocols', 'clark2022.json'), 'utf8')) as Protocol;
  const kernel = await PopulationKernel.load(readFileSync(join(root, 'resources', 'kernel', 'kernik2019.wasm')));
  const backend = await chooseBackend({ prefer: 'wasm', wasmDir: join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist') });
  const { predictor } = await new ModelLibrary(join(root, 'resources', 'models'), backend).forProtocol(protocol, 10_000, 37, 'living');
  if (predictor?.card?.cell !== 'living') throw new Error('Expected a network for living cells in resources/models, found none.');
  const rows = new LivingRows(kernel, protocol, { sampleRateHz: 10_000, temperatureC: [37, 37] });
  const writer = new LivingRowWriter(rows.bins);
  const [population, random] = [createRandom(SEED), createRandom(SEED + 1)];
  const group = new Float32Array(LANES * rows.width);
  const [x, y] = [new Float32Array(CELLS * writer.features), new Float32Array(CELLS * writer.outputs)];
  let made = 0;
  for (let first = 0; first < CELLS; first += LANES) {
    rows.group(population, first, group);
    for (let lane = 0; lane < LANES; lane++) {
      const row = group.subarray(lane * rows.width, (lane + 1) * rows.width);
      if (!row.every(Number.isFinite)) continue;
      const [of, to] = [made, made + 1];
      writer.write(
        row,
        random,
        x.subarray(of * writer.features, to * writer.features),
        y.subarray(of * writer.outputs, to * writer.outputs),
      );
      made++;
    }
  }
  const { mean, sd } = await predictor.predict(x.subarray(0, made * writer.features), made);
  const outputs: Record<string, { readonly r2: number; readonly coverage90: number }> = {};
  predictor.card.outputIds.forEach((id, k) => {
    const column = (values: Float32Array): Float32Array =>
      Float32Array.from({ length: made }, (_, r) => values[r * writer.outputs + k] ?? NaN);
    const { r2Mean, coverage90 } = scorePrediction(column(y), column(mean), column(sd), made);
    outputs[id] = { r2: Number(r2Mean.toFixed(3)), coverage90: Number(coverage90.toFixed(3)) };
  });
  return { network: predictor.card.id, weights: predictor.card.weightsSha256.slice(0, 8), cells: made, seed: SEED, outputs };
}
