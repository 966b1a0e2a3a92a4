import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PopulationKernel } from '../../src/core/simulate/kernel.ts';
import { kernelBinary } from '../../src/core/testing/files.testing.ts';
import { TwinMaker } from '../../src/inference/twin/twin-maker.ts';
import { goldenOf, type Golden } from './golden/digest.ts';
import { clampCases, kernelCases } from './golden/engines.ts';
import { twinCases } from './golden/twins.ts';

/**
 * Numbers of engines, populations and twins for fixed seeds, to the last bit: a change that only moves code must not change them. Where a
 * number is corrected on purpose, write them again with GOLDEN=write and state in the commit which changed and why.
 */
const path = join(import.meta.dirname, '..', 'fixtures', 'golden.json');
const writing = process.env['GOLDEN'] === 'write';
const stored = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Golden>) : {};
const made: Record<string, Golden> = {};
let kernel: PopulationKernel;
let maker: TwinMaker;

beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
  maker = new TwinMaker(kernel);
});

afterAll(() => {
  if (writing) writeFileSync(path, `${JSON.stringify({ ...stored, ...made }, null, 1)}\n`);
});

function golden(name: string, work: () => unknown): void {
  test(name, async () => {
    const own = goldenOf(await work());
    expect(own.count).toBeGreaterThan(0);
    made[name] = own;
    if (!writing) expect(own).toEqual(stored[name]);
  });
}

describe('clamped cells', () => {
  for (const [name, work] of Object.entries(clampCases())) golden(name, work);
});

describe('the kernel', () => {
  // The cases are named before the kernel is there.
  for (const name of Object.keys(kernelCases(undefined as unknown as PopulationKernel))) golden(name, () => kernelCases(kernel)[name]?.());
});

describe('twins', () => {
  for (const name of Object.keys(twinCases(undefined as unknown as TwinMaker))) golden(name, () => twinCases(maker)[name]?.());
});
