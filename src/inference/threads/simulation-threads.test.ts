import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import type { ClampForm } from '../../core/experiment/clamp-form.ts';
import { ClampObserver } from '../../core/experiment/clamp-observer.ts';
import { sampleArtefacts } from '../../core/experiment/artefacts.ts';
import { NO_HISTORY } from '../../core/experiment/cell-history.ts';
import type { ClampedCell } from '../../core/experiment/clamped-cell.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { kernelBinary } from '../../core/testing/files.testing.ts';
import { SimulationThreads } from './simulation-threads.ts';

const SCRIPT = new URL('./simulation-worker.ts', import.meta.url);
const KERNEL = fileURLToPath(new URL('../../../resources/kernel/kernik2019.wasm', import.meta.url));
const step = (voltageMv: number) => ({ kind: 'step', voltageMv, durationMs: 30 }) as const;
const form = (mode: ClampForm['mode'], ...levels: number[]): ClampForm => ({
  protocol: { id: 'short', name: 'Short', source: 'test', holdingMv: -80, segments: levels.map(step) },
  sampleRateHz: 10_000,
  mode,
  filterHz: null,
});
const random = createRandom(4);
const cells = Array.from({ length: 37 }, (): ClampedCell => ({
  values: valuesFromMultipliers(Float64Array.from({ length: DEFAULT_CELL.varied.length }, () => 0.6 + 0.8 * random.uniform())),
  artefacts: sampleArtefacts(random),
  history: { sodiumMm: random.normal(), potassiumMm: random.normal(), storeMm: 0.05 * random.normal(), funnyGate: 0.1 },
}));

let kernel: PopulationKernel;
const all: SimulationThreads[] = [];
const threads = (count: number, script: string | URL = SCRIPT): SimulationThreads => {
  const made = new SimulationThreads(script, KERNEL, count);
  all.push(made);
  return made;
};
beforeAll(async () => {
  kernel = await PopulationKernel.load(kernelBinary());
});
afterAll(() => Promise.all(all.map((made) => made.close())));

describe('simulating threads', () => {
  test('give the same records to the last bit, for every form and number of cells', async () => {
    const helpers = threads(2);
    const forms = [form('rig', -40, 20), form('ideal', 10, -110, -60)];
    for (const each of forms) await vi.waitFor(() => expect(helpers.forForm(each).ready).toBe(2), { timeout: 15_000 });
    for (const each of [...forms, ...forms]) {
      const alone = new ClampObserver(kernel, each).observe(cells);
      const help = helpers.forForm(each);
      const begin = vi.spyOn(help, 'begin');
      const together = new ClampObserver(kernel, each, help);
      for (const count of [1, 4, 5, 8, 37]) expect(together.observe(cells.slice(0, count))).toEqual(alone.slice(0, count));
      // One group of lanes is not shared.
      expect(begin.mock.calls.map(([shared]) => shared.length)).toEqual([1, 4, 21]);
      begin.mockRestore();
    }
  });

  test('are not awaited while they start', () => {
    const help = threads(1).forForm(form('ideal', 0));
    expect(help.ready).toBe(0);
    expect(new ClampObserver(kernel, form('ideal', 0), help).observe(cells.slice(0, 8))).toHaveLength(8);
  });

  test('that cannot start or have ended leave the work to the caller', async () => {
    const none = threads(1, new URL('./nothing.ts', import.meta.url));
    const missing = none.forForm(form('ideal', 0));
    expect(await none.summary()).toMatch(/^Simulations run on one thread \(another did not start: .*nothing\.ts/);
    const ended = threads(1);
    expect(await ended.summary()).toBe('Simulations run on 2 threads.');
    await vi.waitFor(() => expect(ended.forForm(form('ideal', 0)).ready).toBe(1), { timeout: 15_000 });
    await ended.close();
    for (const help of [missing, ended.forForm(form('ideal', 0))]) {
      expect(new ClampObserver(kernel, form('ideal', 0), help).observe(cells.slice(0, 8))).toHaveLength(8);
      expect(help.ready).toBe(0);
    }
  });

  test('give correct records after a batch that was not awaited, also a failed one', async () => {
    const each = form('rig', -40, 20);
    const help = threads(1).forForm(each);
    await vi.waitFor(() => expect(help.ready).toBe(1), { timeout: 15_000 });
    const alone = new ClampObserver(kernel, each).observe(cells.slice(0, 16));
    const together = new ClampObserver(kernel, each, help);
    const impossible = { ...(cells[0] as ClampedCell), values: new Float64Array(cells[0]?.values.length ?? 0) };
    for (const abandoned of [
      [...cells.slice(0, 8).map(() => impossible), ...cells],
      [...cells, ...cells.map(() => impossible)],
    ]) {
      expect(() => together.observe(abandoned)).toThrow(/g_K1 = 0/);
      expect(together.observe(cells.slice(0, 16))).toEqual(alone);
    }
  });

  test('report why they failed', async () => {
    const helpers = threads(1);
    const help = helpers.forForm(form('ideal', 0));
    await vi.waitFor(() => expect(help.ready).toBe(1), { timeout: 15_000 });
    const wrong = { values: new Float64Array(cells[0]?.values.length ?? 0), artefacts: sampleArtefacts(random), history: NO_HISTORY };
    expect(() => help.begin([wrong], 10)()).toThrow(/ik1.g_K1 = 0 makes a rate/);
    const [record] = new ClampObserver(kernel, form('ideal', 0), help).observe(cells.slice(0, 1));
    expect(record?.every(Number.isFinite)).toBe(true);
  });
});
