import { expect, test } from 'vitest';
import { planOfDraft, USUAL_SEQUENCE, type SequenceDraft } from './sequenceDraft.ts';

const withDrug: SequenceDraft = {
  ...USUAL_SEQUENCE,
  steps: USUAL_SEQUENCE.steps.map((step) => (step.phase === 'drug' ? { ...step, drug: ' dofetilide ', concentrationNm: '10' } : step)),
};

test('the usual sequence needs no more than a drug and its concentration', () => {
  const { plan, freeS, problems } = planOfDraft(withDrug);
  expect(problems).toEqual([]);
  expect(freeS).toBe(5);
  expect(plan).toMatchObject({ everyS: 60, stopOnFail: true });
  expect(plan?.steps.map(({ bath, waitS, recordings }) => [bath.phase, bath.drug, bath.concentrationNm, waitS, recordings])).toEqual([
    ['control', null, null, 0, 2],
    ['drug', 'dofetilide', 10, 120, 1],
    ['wash', null, null, 120, 1],
  ]);
});

test('every field that is wrong has its sentence', () => {
  const steps = [{ phase: 'drug' as const, drug: '', concentrationNm: 'x', waitS: '-1', recordings: '1.5' }];
  const { plan, problems } = planOfDraft({ ...USUAL_SEQUENCE, everyS: '', freeS: '61', steps });
  expect(plan).toBeNull();
  expect(problems).toEqual([
    'Step 1: expected the name of a drug, got "".',
    'Step 1: expected a whole number of recordings, got "1.5".',
    'Step 1, concentration in nM: expected 0 to 1000000000000000, got "x".',
    'Step 1, wait in s: expected 0 to 3600, got "-1".',
    'Every, in s: expected 0 to 3600, got "".',
    'Potential before and after, in s: expected 0 to 60, got "61".',
  ]);
});
