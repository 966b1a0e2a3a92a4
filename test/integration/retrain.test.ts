import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Protocol } from '../../src/core/protocol/protocol.ts';
import { chooseBackend, ModelLibrary, retrain } from '../../src/inference/index.ts';
import { wasmFolder } from '../../src/inference/network/network.testing.ts';
import type { RetrainRequest } from '../../src/shared/training/messages.ts';
import type { TrainingProgress } from '../../src/shared/training/state.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'retrain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const protocol: Protocol = {
  id: 'short',
  name: 'Short',
  source: 'test',
  holdingMv: -80,
  segments: [-40, 10, -110].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 40 })),
};
const request = (seconds: number): RetrainRequest => ({
  id: 'short-own',
  protocol,
  temperatureC: [24, 26],
  spread: 0.3,
  // Two shards, so that a stop can leave one of them.
  cells: 5000,
  seconds,
  seed: 7,
  runDir: join(folder, 'run'),
  modelsDir: join(folder, 'networks'),
  kernelPath: join(root, 'resources/kernel/kernik2019.wasm'),
  wasmDir: wasmFolder(),
});
const shards = (): string[] =>
  readdirSync(join(folder, 'run/population'))
    .filter((name) => name.endsWith('.f32'))
    .sort();

/** Runs until the progress is what was waited for, then stops. */
async function stopAt(seconds: number, wanted: (progress: TrainingProgress) => boolean): Promise<TrainingProgress[]> {
  const stop = new AbortController();
  const seen: TrainingProgress[] = [];
  const run = retrain(request(seconds), {
    signal: stop.signal,
    onProgress: (progress) => {
      seen.push(progress);
      if (wanted(progress)) stop.abort(new Error('stopped by the test'));
    },
  });
  await expect(run).rejects.toThrow();
  expect(stop.signal.aborted).toBe(true);
  return seen;
}

describe('retrain', () => {
  it('stops among the cells, resumes, stops while it learns, resumes, and ends with a network that is found when chosen', async () => {
    await stopAt(600, ({ cellsDone }) => cellsDone > 0);
    const [first = ''] = shards();
    const made = statSync(join(folder, 'run/population', first)).mtimeMs;

    const learning = await stopAt(600, ({ stage, step }) => stage === 'training' && step >= 20);
    expect(learning.find(({ stage }) => stage === 'population')).toMatchObject({ cellsTotal: 5000 });
    expect(learning.at(-1)?.samplesPerSecond).toBeGreaterThan(0);
    expect(shards()).toHaveLength(2);
    expect(statSync(join(folder, 'run/population', first)).mtimeMs).toBe(made);
    expect(existsSync(join(folder, 'run/network/checkpoint/training.checkpoint'))).toBe(true);
    expect(existsSync(join(folder, 'networks'))).toBe(false);

    const seen: TrainingProgress[] = [];
    // Resumed parts are counted: the remaining time does not depend on how long the first 20 steps took.
    const spent = 600 - (learning.at(-1)?.secondsLeft ?? NaN);
    const card = await retrain(request(spent + 8), { signal: new AbortController().signal, onProgress: (progress) => seen.push(progress) });
    const stoppedAt = learning.at(-1)?.step ?? Infinity;
    expect(seen.find(({ step }) => step > 0)?.step).toBeGreaterThan(stoppedAt);
    const steps = seen.at(-1)?.history.map(({ step }) => step) ?? [];
    expect(steps[0]).toBeLessThanOrEqual(stoppedAt);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(card).toMatchObject({ id: 'short-own', protocolId: 'short', temperatureC: [24, 26], seeds: { population: 7, training: 7 } });
    expect(card.population).toContain('U(0.7, 1.3)');
    expect(String(card.settings['earlyStopping'])).toMatch(/^after 20 evaluations .* on 500 held-out cells/);
    expect(Number.isFinite(card.figures['testR2Mean'])).toBe(true);
    // Training cells, cells to stop by and test cells are never the same ones.
    expect(card.cells + 500 + Number(card.settings['testCells'])).toBeLessThanOrEqual(5000);

    const backend = await chooseBackend({ wasmDir: wasmFolder(), gpuPredict: null, prefer: 'wasm' });
    const networks = join(folder, 'networks');
    const library = new ModelLibrary(join(root, 'resources/models'), backend, networks);
    expect(await library.forProtocol(protocol, 10_000, 25)).toMatchObject({
      predictor: null,
      problem: expect.stringMatching(/no network/),
    });
    writeFileSync(join(networks, 'in-use.json'), JSON.stringify({ ids: ['short-own'] }));
    const found = await library.forProtocol(protocol, 10_000, 25);
    expect(found.predictor?.card?.weightsSha256).toBe(card.weightsSha256);
    expect(JSON.parse(readFileSync(join(networks, 'short-own/card.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(card)));
  });
});
