import { expect, test } from 'vitest';
import { LIVING_PRIOR, POPULATION_PRIOR } from '../../core/inference/multiplier-prior.ts';
import { LIVING_DISCREPANCY, SOLVER_DISCREPANCY } from '../../core/observation/noise.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { settingOf } from './clamp-setup.ts';

const recording = (over: Partial<VoltageClampRecording>): VoltageClampRecording =>
  ({ protocol: { id: 'x' }, sampleRateHz: 10_000, conditions: { predictionPercent: 70 }, ...over }) as VoltageClampRecording;

test.each([
  ['a file that says nothing', {}],
  ['a recording of a cell that is not simulated', { simulated: false }],
  ['a simulated cell that is to be taken for a living one', { simulated: true, cell: 'living' as const }],
])('%s has the wide prior', (_, over) => {
  const setting = settingOf(recording(over), 'rig');
  expect(setting).toMatchObject({ cell: 'living', discrepancy: LIVING_DISCREPANCY, blankMs: 0.5 });
  expect(setting.clamp).toMatchObject({ prior: LIVING_PRIOR, fitPrediction: true });
  expect(setting.clamp.freeScales).toContain('scale.Ito');
});

test('a simulated cell has that of its population', () => {
  const setting = settingOf(recording({ simulated: true }), 'rig');
  expect(setting).toMatchObject({ cell: 'simulated', discrepancy: SOLVER_DISCREPANCY, blankMs: 0.15 });
  expect(setting.clamp).toMatchObject({ prior: POPULATION_PRIOR, freeScales: [], fitPrediction: false });
});

test('under an ideal clamp nothing after a jump is left out', () => {
  expect(settingOf(recording({}), 'ideal').blankMs).toBe(0);
});
