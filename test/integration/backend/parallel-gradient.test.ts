import { describe, expect, it } from 'vitest';
import { startWasm } from '../../../src/inference/backend/wasm.ts';
import { type NetworkShape, ParallelGradientEngine, TfjsGradientEngine } from '../../../src/inference/network/index.ts';
import { initialWeights } from '../../../src/inference/network/initial-weights.ts';
import { normals, wasmFolder } from '../../../src/inference/network/network.testing.ts';

const shape: NetworkShape = { features: 30, outputs: 4, hidden: 24, blocks: 2 };
const workerScript = new URL('../../../src/inference/network/gradient-worker.ts', import.meta.url);
const rows = 41;
const weights = initialWeights(shape, 1);
const x = normals(rows * shape.features, 2);
const y = normals(rows * shape.outputs, 3);
const objective = { kind: 'likelihood', beta: 0.5 } as const;

describe('ParallelGradientEngine', () => {
  it.each(['simd', 'tfjs'] as const)(
    'gives the loss and gradient of one thread with %s, on batches that do not divide evenly too',
    async (kind) => {
      await startWasm(wasmFolder());
      const wanted = new TfjsGradientEngine(shape).lossAndGradient(weights, x, y, rows, objective);
      const engine = await ParallelGradientEngine.start(shape, { kind, workerScript, wasmDir: wasmFolder(), workers: 2, batchRows: rows });
      try {
        for (const _ of [1, 2]) {
          const got = await engine.lossAndGradient(weights, x, y, rows, objective);
          expect(got.loss).toBeCloseTo(wanted.loss, 6);
          const largest = Math.max(...wanted.gradient.map(Math.abs));
          expect(Math.max(...got.gradient.map((g, i) => Math.abs(g - wanted.gradient[i]!))) / largest).toBeLessThan(1e-5);
        }
        await expect(engine.lossAndGradient(weights, x, y, 2 * rows, objective)).rejects.toThrow(/room for 21 rows each/);
      } finally {
        await engine.dispose();
      }
      await expect(engine.lossAndGradient(weights, x, y, rows, objective)).rejects.toThrow(/A training worker failed: it ended with code/);
    },
  );

  it('reports why a worker does not start', async () => {
    const options = { kind: 'tfjs', workerScript, wasmDir: '/nowhere', workers: 2, batchRows: rows } as const;
    await expect(ParallelGradientEngine.start(shape, options)).rejects.toThrow(
      /A training worker failed: The WASM backend needs .* in \/nowhere/,
    );
  });
});
