import { readFileSync } from 'node:fs';
import { DEFAULT_CELL } from '../../src/core/cell/models.ts';
import { featureBins } from '../../src/core/observation/observation-bins.ts';
import { parseProtocol } from '../../src/core/protocol/parse-protocol.ts';
import { createRandom } from '../../src/core/random/random.ts';
import type { AdamW, GradientEngine } from '../../src/inference/network/index.ts';
import { measureStandardisation, standardiseFeatures, standardiseTargets } from '../../src/inference/network/standardisation.ts';
import { NoisyRows } from '../../src/inference/training/noisy-rows.ts';

/** Rows of the shape that the default protocol gives; the values of the currents do not affect the time. */
export function rowsOfDefaultProtocol(cells: number): NoisyRows {
  const protocol = parseProtocol(
    readFileSync(new URL('../../resources/protocols/clark2022-rounded.json', import.meta.url), 'utf8'),
    'clark2022-rounded',
  );
  const sampleRateHz = 10_000;
  const bins = featureBins(protocol, sampleRateHz);
  const features = bins.from.length;
  const targets = DEFAULT_CELL.varied.length + 3;
  const random = createRandom(2);
  const data = Float32Array.from({ length: cells * (features + targets) }, () => random.normal());
  const usable = Uint32Array.from({ length: cells }, (_, i) => i);
  const manifest = {
    format: 'twinclamp.population/2',
    seed: 0,
    cells,
    cellsPerShard: cells,
    spread: 0.4,
    rigShare: 0.5,
    temperatureC: [37, 37],
    sampleRateHz,
    protocol,
    binsId: bins.id,
    features,
    targets,
  } as const;
  return new NoisyRows({ manifest, data, usable }, 1);
}

/** Milliseconds of processor time (all threads) that the parts of a training step take, medians. */
export async function stepParts(
  source: NoisyRows,
  engine: GradientEngine,
  optimiser: AdamW,
  rows: number,
  steps: number,
): Promise<Record<string, number>> {
  const first = source.nextBatch(rows, 0);
  const standardisation = measureStandardisation(first.x, first.y, rows);
  const spent = new Map<string, number[]>();
  const timed = async <T>(part: string, work: () => T | Promise<T>): Promise<T> => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    spent.set(part, [...(spent.get(part) ?? []), (user + system) / 1000]);
    return result;
  };
  for (let step = 0; step < steps; step++) {
    const batch = await timed('batch', () => source.nextBatch(rows, step));
    const [x, y] = await timed(
      'standardise',
      () => [standardiseFeatures(standardisation, batch.x, rows), standardiseTargets(standardisation, batch.y, rows)] as const,
    );
    const { gradient } = await timed('gradient', () => engine.lossAndGradient(optimiser.weights, x, y, rows, { kind: 'squared' }));
    await timed('optimiser', () => optimiser.step(gradient, 1e-3, 0.99));
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return Object.fromEntries([...spent].map(([part, values]) => [part, Number(median(values).toFixed(1))]));
}
