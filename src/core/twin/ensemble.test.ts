import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
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
  const { before, after } = blockedEnsemble(kernel, members, [{ channel: 'IKr', fraction: 0.3 }]) ?? {};
  expect(before?.members).toBe(3);
  expect(before?.outcomes.beating).toBeCloseTo(1, 10);
  expect(after?.features.apd90Ms?.median ?? 0).toBeGreaterThan(1.05 * (before?.features.apd90Ms?.median ?? Infinity));
  expect(blockedEnsemble(kernel, [], [])).toBeNull();
}, 30_000);

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
