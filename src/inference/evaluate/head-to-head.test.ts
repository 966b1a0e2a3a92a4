import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import { kernelBinary } from '../../core/testing/files.testing.ts';
import { simulateBeat } from '../../core/beat/simulate-beat.ts';
import { TwinMaker } from '../twin/twin-maker.ts';
import type { Contestant } from './contestant.ts';
import { headToHead, type HeadToHead, type HeadToHeadRequest } from './head-to-head.ts';
import { openReferenceSet } from './reference-set.ts';

const steps = [
  [300, -110],
  [20, -20],
  [200, -80],
  [120, 10],
  [7, -40],
  [300, -120],
] as const;
const protocol: Protocol = {
  id: 'short',
  name: 'Short',
  source: 'test',
  holdingMv: -80,
  segments: steps.map(([durationMs, voltageMv]) => ({ kind: 'step', durationMs, voltageMv })),
};
const folder = mkdtempSync(join(tmpdir(), 'head-to-head-'));
const truths = [0, 1].map((cell) => sampleMultipliers(createRandom(21), cell));
let maker: TwinMaker;

beforeAll(async () => {
  const beats = truths.map((multipliers) => simulateBeat(valuesFromMultipliers(multipliers)));
  const length = Math.min(...beats.map(({ voltageMv }) => voltageMv.length));
  const manifest = {
    n: truths.length,
    param_ids: DEFAULT_CELL.varied.map(({ id }) => id),
    ap: { dt_ms: beats[0]?.dtMs },
    cells: truths.map(() => ({})),
    vc: { dt_ms: 0.1, protocol: protocol.id, segments_ms_mV0_mV1: steps.map(([ms, mv]) => [ms, mv, mv]) },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'params_mult.f64'), Buffer.concat(truths.map((row) => Buffer.from(row.buffer))));
  const currents = truths.map(
    (multipliers) => simulateClamp(valuesFromMultipliers(multipliers), protocol, { holdS: 10, sampleRateHz: 10_000 }).current,
  );
  writeFileSync(join(folder, 'vc_clean.f32'), Buffer.concat(currents.map((row) => Buffer.from(row.buffer))));
  writeFileSync(
    join(folder, 'ap_clean.f32'),
    Buffer.concat(beats.map(({ voltageMv }) => Buffer.from(Float32Array.from(voltageMv.slice(0, length)).buffer))),
  );
  maker = new TwinMaker(await PopulationKernel.load(kernelBinary()));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (over: Partial<HeadToHeadRequest> = {}): Promise<HeadToHead> =>
  headToHead(maker, {
    set: openReferenceSet(folder),
    condition: { kind: 'noise', sdPaPf: 0.3 },
    cells: 2,
    seed: 1,
    simulations: null,
    predictor: null,
    networkProblem: 'There is no network for the protocol "short".',
    backend: null,
    ...over,
  });
const figuresOf = (result: HeadToHead, method: Contestant) => result.methods.find((entry) => entry.method === method)?.figures;

describe('head to head on cells of the reference engine', () => {
  test('compares methods without a network; methods with one state why they are missing', async () => {
    const asked: string[] = [];
    const result = await run({ onProgress: (method, cell) => void asked.push(`${method} ${cell}`) });
    expect(asked).toEqual(['refinement 0', 'genetic 0', 'iv 0', 'refinement 1', 'genetic 1', 'iv 1']);
    for (const method of ['network', 'both'] as const)
      expect(result.methods).toContainEqual({ method, figures: null, problem: expect.stringMatching(/no network.*"short"/) });
    const refinement = figuresOf(result, 'refinement');
    const genetic = figuresOf(result, 'genetic');
    const iv = figuresOf(result, 'iv');
    expect(genetic?.simulationsMedian).toBe(refinement?.simulationsMedian);
    expect(iv?.simulationsMedian).toBe(0);
    // The fit explains the record to its noise; I-V analysis does not.
    expect(refinement?.currentNrmseMedian).toBeLessThan(genetic?.currentNrmseMedian ?? 0);
    expect(genetic?.currentNrmseMedian).toBeLessThan(iv?.currentNrmseMedian ?? 0);
    expect(refinement?.r2['ina.g_Na']).toBeGreaterThan(0.9);
    expect(result.ivRead).toMatchObject({ 'ina.g_Na': 2, 'ical.p_CaL': 2, 'ik1.g_K1': 2, 'ifunny.g_f': 2, 'iks.g_Ks': 0 });
    // Parameters that I-V analysis does not read stay at the middle of the prior, with the error of the published cell.
    const expected =
      1 -
      truths.reduce((sum, truth) => sum + ((truth[DEFAULT_CELL.varied.findIndex(({ id }) => id === 'ina.m1')] ?? NaN) - 1) ** 2, 0) /
        2 /
        (0.4 ** 2 / 3);
    expect(iv?.r2['ina.m1']).toBeCloseTo(expected, 6);
  }, 120_000);

  test('a budget limits every search; the genetic algorithm uses all of it', async () => {
    const result = await run({ cells: 1, simulations: 600 });
    expect(figuresOf(result, 'genetic')?.simulationsMedian).toBe(600);
    const spent = figuresOf(result, 'refinement')?.simulationsMedian ?? NaN;
    // One iteration and the final covariance are extra.
    expect(spent).toBeGreaterThan(600);
    expect(spent).toBeLessThan(900);
  }, 120_000);

  test('ends when cancelled', async () => {
    const abort = new AbortController();
    const stopped = run({
      signal: abort.signal,
      onProgress: (method) => method === 'genetic' && abort.abort(new Error('The job was cancelled.')),
    });
    await expect(stopped).rejects.toThrow(/cancelled/);
  }, 60_000);
});
