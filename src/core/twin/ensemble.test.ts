import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { simulateBeat } from '../beat/simulate-beat.ts';
import { applyBlock } from '../drug/apply-block.ts';
import { blockedEnsemble } from '../drug/blocked-ensemble.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { kernelBinary } from '../testing/files.testing.ts';
import { beatCells, memberValues, spreadOf, summariseBeats, type TwinMember } from './ensemble.ts';

const member = (factor: number): TwinMember => ({
  multipliers: Array.from({ length: DEFAULT_CELL.varied.length }, (_, i) => (i === 0 ? factor : 1)),
  scales: { 'scale.Ito': 0.5 },
});

test('a block acts on every member, and scales of fixed currents are kept', async () => {
  const kernel = await PopulationKernel.load(kernelBinary());
  const members = [1, 1.02, 0.98].map(member);
  const blocked = [{ channel: 'IKr', fraction: 0.3 }] as const;
  const { before, after, change } = blockedEnsemble(kernel, members, blocked) ?? {};
  expect(before?.members).toBe(3);
  expect(before?.outcomes.beating).toBeCloseTo(1, 10);
  expect(after?.features.apd90Ms?.median ?? 0).toBeGreaterThan(1.05 * (before?.features.apd90Ms?.median ?? Infinity));
  expect(blockedEnsemble(kernel, [], [])).toBeNull();
  // The change is within each member, and dV/dt max that of the solver's steps, as of a twin.
  const cells = members.map((each) => memberValues(each, 37));
  const [plain, drugged] = [cells, cells.map((values) => applyBlock(values, blocked))].map((values) => beatCells(kernel, values));
  const changes = drugged?.map(({ features }, i) => (features.apd90Ms ?? NaN) - (plain?.[i]?.features.apd90Ms ?? NaN)) ?? [];
  expect(change?.apd90Ms).toEqual(spreadOf(changes));
  const twin = simulateBeat(cells[0] as Float64Array).features.dvdtMaxVs ?? NaN;
  expect((plain?.[0]?.dvdtMaxVs ?? NaN) / twin).toBeCloseTo(1, 1);
  expect(before?.features.dvdtMaxVs).toEqual(spreadOf(plain?.map(({ dvdtMaxVs }) => dvdtMaxVs ?? NaN) ?? []));
  expect(change?.dvdtMaxVs?.median).toBeLessThan(0);
}, 60_000);

test('members beat at the temperature of their twin', async () => {
  const kernel = await PopulationKernel.load(kernelBinary());
  const cycleMs = [37, 30].map(
    (temperatureC) => beatCells(kernel, [memberValues(member(1), temperatureC)])[0]?.features.cycleLengthMs ?? NaN,
  );
  expect(cycleMs[1]).toBeGreaterThan(1.15 * (cycleMs[0] ?? Infinity));
}, 30_000);

test('a member of the wrong length is refused with both counts', () => {
  expect(() => memberValues({ multipliers: [1, 2], scales: {} }, 37)).toThrow(/expected 52 multipliers, got 2/);
});

test('shares, medians and ranges; null for a feature that no member has', () => {
  const features = { beats: 0, cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: -60, peakMv: null, dvdtMaxVs: null };
  const summary = summariseBeats([
    { outcome: 'quiescent', features },
    { outcome: 'beating', features: { ...features, cycleLengthMs: 800 } },
  ]);
  expect(summary.outcomes).toEqual({ quiescent: 0.5, beating: 0.5 });
  expect(summary.features.cycleLengthMs).toEqual({ median: 800, low: 800, high: 800 });
  expect(summary.features.apd90Ms).toBeNull();
  expect(spreadOf([1, 2, 3, 4, 5])).toEqual({ median: 3, low: 1.2, high: 4.8 });
});
