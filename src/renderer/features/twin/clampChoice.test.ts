import { expect, test } from 'vitest';
import type { CellRecording } from '../../../core/twin/fitted-together.ts';
import { choiceWords, clampChoices, togetherOf } from './clampChoice.ts';

const clamp = (recordingId: number, over: Partial<CellRecording> = {}): CellRecording => ({
  recordingId,
  kind: 'voltage-clamp',
  status: 'complete',
  samples: 100_000,
  sampleRateHz: 10_000,
  rejected: null,
  bath: null,
  device: 'rig',
  paced: false,
  stimulusMs: null,
  conditions: { membraneCapacitancePf: 50 },
  ...over,
});
const DRUG = { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 } as const;

test('without a tick the first is fitted alone', () => {
  const choices = clampChoices([clamp(1), clamp(2, { kind: 'spontaneous' }), clamp(3)], 1, []);
  expect(choices.map(({ recordingId, chosen }) => [recordingId, chosen])).toEqual([
    [1, true],
    [3, false],
  ]);
  expect(togetherOf(choices)).toEqual([]);
});

test('ticked ones are fitted with the first, whichever is the first, and a sentence says which', () => {
  const all = [clamp(1), clamp(3), clamp(4)];
  expect(togetherOf(clampChoices(all, 1, [3, 4]))).toEqual([3, 4]);
  expect(choiceWords(clampChoices(all, 1, [3, 4]))).toMatch(/^Recordings 1, 3 and 4 are fitted together/);
  expect(togetherOf(clampChoices(all, 4, [1]))).toEqual([1]);
});

test('what was recorded with a drug cannot be ticked, also where it was ticked before', () => {
  const [, drug] = clampChoices([clamp(1), clamp(3, { bath: DRUG })], 1, [3]);
  expect(drug).toMatchObject({ chosen: false, whyNot: expect.stringMatching(/dofetilide 10 nM/) });
});

test('nothing is fitted with a rejected first one', () => {
  const choices = clampChoices([clamp(1, { rejected: 'seal lost' }), clamp(3)], 1, [3]);
  expect(togetherOf(choices)).toEqual([]);
  expect(choices[1]?.whyNot).toBe('Recording 1 cannot be fitted together with others. It was rejected: seal lost.');
});
