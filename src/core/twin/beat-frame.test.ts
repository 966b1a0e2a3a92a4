import { expect, test } from 'vitest';
import { commandOffsetMv, shiftedBeat } from './beat-frame.ts';

const beat = {
  outcome: 'beating' as const,
  features: { beats: 2, cycleLengthMs: 500, apd50Ms: 90, apd90Ms: 120, mdpMv: -70, peakMv: null, dvdtMaxVs: 9 },
  dtMs: 1,
  voltageMv: [-70, 20],
};

test('potentials move, durations and speeds do not', () => {
  const moved = shiftedBeat(beat, -8);
  expect(moved.voltageMv).toEqual([-78, 12]);
  expect(moved.features).toEqual({ ...beat.features, mdpMv: -78 });
  expect(shiftedBeat(beat, 0)).toBe(beat);
});

test('the offset is that of the rig, and none under an ideal clamp', () => {
  const nuisance = [{ id: 'offsetMv', label: '', unit: 'mV', value: -7, sd: 1 }];
  expect(commandOffsetMv({ clamp: { mode: 'rig', filterHz: null }, nuisance })).toBe(-7);
  expect(commandOffsetMv({ clamp: { mode: 'ideal', filterHz: null }, nuisance })).toBe(0);
  expect(commandOffsetMv({ clamp: { mode: 'rig', filterHz: null }, nuisance: [] })).toBe(0);
});
