import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { drugDose } from '../../core/drug/drug-dose.ts';
import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import { parseDrugTable } from '../../core/drug/drug-table.ts';
import { labSpread } from '../../core/drug/lab-spread.ts';
import { sweepCondition } from '../../core/drug/sweep-condition.ts';
import { planSweep, type SweepRequest } from '../../core/drug/sweep-plan.ts';
import { createRandom } from '../../core/random/random.ts';
import { kernelPath } from '../jobs.ts';
import { runSweep } from './run-sweep.ts';

const table = parseDrugTable(readFileSync('resources/drugs/drugs.json', 'utf8'));
const random = createRandom(5);
const twin = DEFAULT_CELL.baseline();
const members = Array.from({ length: 4 }, () =>
  twin.map((value, i) => (i < DEFAULT_CELL.varied.length ? value * (0.97 + 0.06 * random.uniform()) : value)),
);
const entryOf = (drug: string): DrugEntry => drugDose(table, { drug, concentrationNm: 1 }).entry;
const ikrBlocker: DrugEntry = {
  drug: 'a pure IKr blocker',
  sourceId: 'own',
  freeCmaxNm: null,
  channels: [{ channel: 'IKr', ic50Nm: 100, hill: 1, extrapolated: false, hillGiven: true }],
  note: '',
};
const requestOf = (entry: DrugEntry, concentrationsNm: readonly number[], change: Partial<SweepRequest> = {}): SweepRequest => ({
  model: DEFAULT_CELL,
  twin,
  members,
  entry,
  concentrationsNm,
  beside: [],
  condition: sweepCondition({ paceMs: 1000, ik1: 1, settleS: 4, seconds: 4 }),
  spread: labSpread(table),
  seed: 1,
  shares: false,
  ...change,
});
const options = (workers: number) => ({
  workers,
  kernelPath: kernelPath('resources'),
  workerScript: new URL('./sweep-worker.ts', import.meta.url),
});

describe('a sweep', () => {
  it('leaves a cell without drug as it is, to the last bit', () => {
    const request = requestOf(entryOf('verapamil'), [10], { condition: sweepCondition({ settleS: 1, seconds: 1 }) });
    const { runs, cellOf } = planSweep(request);
    for (const run of runs.filter(({ level }) => level === 0)) expect(cellOf(run)).toEqual(run.arm === 'point' ? twin : members[run.draw]);
  });

  it('gives the sign of the change of APD90 in paced cells with IK1, on any number of threads', async () => {
    const changeOf = async (entry: DrugEntry, nM: number, workers: number) =>
      (await runSweep(requestOf(entry, [nM]), options(workers))).levels;
    const prolonged = await changeOf(ikrBlocker, 300, 2);
    expect(prolonged).toEqual(await changeOf(ikrBlocker, 300, 1));
    expect(prolonged.map(({ nM }) => nM)).toEqual([0, 300]);
    expect(prolonged[0]?.changes.apd90Ms).toEqual({ median: 0, low: 0, high: 0 });
    expect(prolonged[0]?.outcome).toBe('beating');
    expect(prolonged[1]?.blocked).toEqual({ IKr: 0.75 });
    expect(prolonged[1]?.changes.apd90Ms?.low).toBeGreaterThan(0);
    expect((await changeOf(entryOf('nifedipine'), 30, 2))[1]?.changes.apd90Ms?.high).toBeLessThan(0);
  });

  it('names the arrest of a free cell and its concentration, and shares the variance', async () => {
    const condition = sweepCondition({ settleS: 20, seconds: 4 });
    const { levels } = await runSweep(requestOf(ikrBlocker, [900], { condition, shares: true }), options(2));
    expect(levels[0]?.outcome).toBe('beating');
    expect(levels[1]?.outcome).toMatch(/^(oscillating|depolarised)$/);
    const shares = levels[0]?.apd90Shares;
    expect(shares === null || shares === undefined ? 0 : shares.twin + shares.drug + shares.both).toBeLessThanOrEqual(1);
  });

  it('is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(runSweep(requestOf(ikrBlocker, [1]), { ...options(1), signal: abort.signal })).rejects.toThrow(/abort/i);
  });
});
