import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beatingCells } from '../../core/designer/beating-cells.ts';
import { limitsFor } from '../../core/designer/design-limits.ts';
import { FIRST_SCALE, type EvolutionSettings } from '../../core/designer/evolution.ts';
import { randomGenome } from '../../core/designer/mutate.ts';
import { IDEAL_CLAMP, ROBUST_CLAMP } from '../../core/designer/score-settings.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelBinary } from '../../core/testing/files.testing.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'designer-'));
afterAll(() => rmSync(folder, { recursive: true }));
const evolution: EvolutionSettings = { seed: 1, limits: limitsFor(2000), offspring: 4, cells: 3, rotateEvery: 10 };
const state = { generation: 7, parent: randomGenome(evolution.limits, createRandom(1)), scale: FIRST_SCALE, accepted: 2 };
let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

describe('checkpoint of a search', () => {
  it('returns what was stored, and null without a checkpoint', () => {
    const path = join(folder, 'a.checkpoint');
    expect(readCheckpoint(path, evolution, IDEAL_CLAMP)).toBeNull();
    writeCheckpoint(path, evolution, IDEAL_CLAMP, state);
    expect(readCheckpoint(path, evolution, IDEAL_CLAMP)).toEqual(state);
  });

  it('refuses the checkpoint of another search and a broken file', () => {
    const path = join(folder, 'b.checkpoint');
    writeCheckpoint(path, evolution, IDEAL_CLAMP, state);
    expect(() => readCheckpoint(path, { ...evolution, seed: 2 }, IDEAL_CLAMP)).toThrow(/another search/);
    expect(() => readCheckpoint(path, evolution, ROBUST_CLAMP)).toThrow(/another search/);
    writeFileSync(path, '{');
    expect(() => readCheckpoint(path, evolution, IDEAL_CLAMP)).toThrow(/not JSON/);
  });
});

describe('cells of a search', () => {
  it('are those of the population that beat, the same every time', () => {
    const take = (): number[] => {
      const cells = beatingCells(kernel, createRandom(4));
      return Array.from({ length: 4 }, () => (cells.next().value as { index: number }).index);
    };
    const ranks = take();
    expect(take()).toEqual(ranks);
    expect((ranks[3] ?? 0) - (ranks[0] ?? 0)).toBeGreaterThanOrEqual(3);
  });
});
