import { beforeAll, expect, test } from 'vitest';
import { CELL_MODELS, DEFAULT_CELL } from '../cell/models.ts';
import { PACI2018 } from '../cell/paci2018/index.ts';
import { createRandom } from '../random/random.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { checkSpread, sampleKind } from './population-kind.ts';
import { columnsOf, PopulationRows, type CellPlan } from './population-rows.ts';

const plan: CellPlan = {
  cell: PACI2018.id,
  seed: 4,
  kind: 'all',
  spread: 0.4,
  spreadOf: {},
  temperatureC: [37, 37],
  free: { settleS: 5, seconds: 5 },
  clamp: {
    sampleRateHz: 10_000,
    artefacts: true,
    protocol: {
      id: 'p',
      name: 'P',
      source: 'test',
      holdingMv: -80,
      segments: [
        { kind: 'step', voltageMv: 0, durationMs: 50 },
        { kind: 'step', voltageMv: -100, durationMs: 50 },
      ],
    },
  },
};
let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary(PACI2018));
});

test("rows name the parameters of the plan's cell and hold finite values", () => {
  const { data, rows, outcomes } = new PopulationRows(kernel, plan).make(createRandom(4), 0, 6);
  const columns = columnsOf(plan);
  expect(columns.slice(0, PACI2018.varied.length)).toEqual(PACI2018.varied.map(({ id }) => id));
  expect(rows).toBe(6);
  expect(data).toHaveLength(6 * columns.length);
  expect(outcomes.beating).toBeGreaterThan(3);
  const clamp = columns.findIndex((name) => name === 'clamp0');
  for (let r = 0; r < rows; r++)
    expect(data.subarray(r * columns.length + clamp, (r + 1) * columns.length).every(Number.isFinite)).toBe(true);
});

test("a kernel of another cell than the plan's is refused", () => {
  expect(() => new PopulationRows(kernel, { ...plan, cell: DEFAULT_CELL.id })).toThrow(/cell Kernik 2019, the kernel holds Paci 2018/);
  expect(() => columnsOf({ ...plan, cell: 'noble1962' })).toThrow(/"noble1962"; expected one of/);
});

test.each(CELL_MODELS.map((model) => [model.name, model] as const))('wide populations of %s spread its conductances alone', (_, model) => {
  const spread = { kind: 'wide', spread: 0.1, spreadOf: {} } as const;
  checkSpread(spread, model);
  const drawn = Array.from({ length: 200 }, (__, i) => sampleKind(createRandom(3), i, spread, model));
  model.varied.forEach(({ role }, place) => {
    const most = Math.max(...drawn.map((one) => one[place] ?? NaN));
    if (role === 'conductance') expect(most).toBeGreaterThan(2);
    else expect(most).toBeLessThan(1.11);
  });
});
