import { beforeAll, expect, test } from 'vitest';
import { KERNIK2019 } from '../cell/kernik2019/index.ts';
import { DEFAULT_CELL } from '../cell/models.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { createRandom } from '../random/random.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { FreeRunner } from './free-runner.ts';
import type { Phenotype } from '../beat/phenotype.ts';
import { sampleMultipliers } from '../population/sample-cells.ts';

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});

function phenotypes(cells: Float64Array[], options: { settleS: number; rejectResting: boolean }): Phenotype[] {
  const found: Phenotype[] = [];
  new FreeRunner(kernel, { ...options, seconds: 4, outputDtMs: 1 }).run(cells, (index, phenotype) => (found[index] = phenotype));
  return found;
}

test('a cell gives the same result alone and among others', () => {
  const population = createRandom(5);
  const cells = Array.from({ length: 9 }, (_, i) => valuesFromMultipliers(sampleMultipliers(population, i)));
  const together = phenotypes(cells, { settleS: 1, rejectResting: false });
  expect(together).toHaveLength(9);
  for (const i of [0, 4, 8])
    expect(phenotypes([cells[i] ?? DEFAULT_CELL.baseline()], { settleS: 1, rejectResting: false })[0]).toEqual(together[i]);
});

test('a resting cell ends early, with its phenotype', () => {
  const resting = DEFAULT_CELL.baseline();
  for (const id of ['ifunny.g_f', 'ical.p_CaL', 'ina.g_Na', 'scale.ICaT', 'scale.IbNa', 'scale.IbCa'])
    resting[DEFAULT_CELL.find(id) ?? -1] = 0;
  const [phenotype] = phenotypes([resting], { settleS: 3000, rejectResting: true });
  expect(phenotype?.outcome).toBe('quiescent');
  expect(phenotype?.features.mdpMv).toBeLessThan(-70);
});

test('a cell that the model cannot run is marked as diverged', () => {
  const absurd = DEFAULT_CELL.baseline();
  absurd[KERNIK2019.index('ina.g_Na')] = 1e30;
  const found = phenotypes([absurd, DEFAULT_CELL.baseline()], { settleS: 1, rejectResting: true });
  expect(found.map(({ outcome }) => outcome)).toEqual(['diverged', 'beating']);
});
