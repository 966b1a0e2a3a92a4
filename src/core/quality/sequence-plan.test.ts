import { describe, expect, test } from 'vitest';
import { bathWords, type Bath } from './bath.ts';
import { dueMs, plannedRecordings } from './sequence-plan.ts';

const CONTROL: Bath = { phase: 'control', drug: null, concentrationNm: null };
const DRUG: Bath = { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 };

describe('a sequence of recordings', () => {
  test('changes the bath once a step', () => {
    const planned = plannedRecordings({
      everyS: 30,
      stopOnFail: true,
      steps: [
        { bath: CONTROL, waitS: 0, recordings: 2 },
        { bath: DRUG, waitS: 120, recordings: 1 },
      ],
    });
    expect(planned.map(({ step, ofStep, waitS }) => [step, ofStep, waitS])).toEqual([
      [1, 1, 0],
      [1, 2, null],
      [2, 1, 120],
    ]);
    expect(planned.at(-1)?.bath).toBe(DRUG);
  });

  test('names the step without a drug', () => {
    const steps = [{ bath: { ...DRUG, concentrationNm: null }, waitS: 0, recordings: 1 }];
    expect(() => plannedRecordings({ everyS: 0, stopOnFail: false, steps })).toThrow(/^Step 1: expected a drug and its concentration/);
    expect(() => plannedRecordings({ everyS: 0, stopOnFail: false, steps: [] })).toThrow(/one step or more/);
  });

  test.each([
    // every, wait, last began, bath changed, due
    [30, null, 1000, 0, 31_000],
    [30, 120, 1000, 20_000, 140_000],
    [300, 120, 1000, 20_000, 301_000],
    [30, 0, null, 5000, 5000],
  ])('every %d s, %d s after the change', (everyS, waitS, last, changed, due) => {
    expect(dueMs(everyS, waitS, last, changed)).toBe(due);
  });

  test('says what flows', () => {
    expect([CONTROL, DRUG, { ...DRUG, phase: 'wash' as const }].map(bathWords)).toEqual([
      'Control',
      'Drug: dofetilide 10 nM',
      'Wash of dofetilide',
    ]);
  });
});
