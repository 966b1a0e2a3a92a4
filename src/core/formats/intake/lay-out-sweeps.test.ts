import { expect, test } from 'vitest';
import type { ImportedRecording } from '../imported.ts';
import { layOutSweeps } from './lay-out-sweeps.ts';

const RATE_HZ = 20_000;
const recording = (startsS: readonly number[], samples: number): ImportedRecording => ({
  name: 'IV',
  sampleRateHz: RATE_HZ,
  startedAt: null,
  channels: [{ name: 'I', unit: 'pA' }],
  sweeps: startsS.map((startS) => ({ startS, data: [new Float32Array(samples)] })),
  commands: [],
  tags: [],
  comment: '',
  conditions: {},
});

test('pauses between sweeps are kept as time', () => {
  const { span, notes } = layOutSweeps(recording([0, 10, 20], 4000), RATE_HZ);
  expect(span).toBe(20 * RATE_HZ + 4000);
  expect(notes).toEqual([]);
});

test('a pause that 600 samples do not justify is left out, and said', () => {
  const { span, places, notes } = layOutSweeps(recording([0, 383.9, 4], 200), RATE_HZ);
  expect(span).toBe(600);
  expect(places.map(({ sweep }) => sweep)).toEqual([0, 2, 1]);
  expect(notes).toEqual(['The pauses between the sweeps, 384 s in all, are left out: the sweeps follow each other.']);
});
