import { expect, test } from 'vitest';
import { withTodaysOutcomes } from './outcome-words.ts';

test('outcomes of experiments of before are read in the words of today, and nothing else is changed', () => {
  const stored = [
    {
      levels: [{ nM: 2, outcome: 'arrest, polarised', outcomes: { 'arrest, polarised': 0.75, EAD: 0.25 }, beat: [-70, -60] }],
      sources: [{ source: 'oscillation', concentrations: [{ outcome: 'oscillation', features: { apd90Ms: null } }] }],
      wash: { twin: { outcomes: ['beating', 'arrest, depolarised'], beats: [] }, cells: [{ outcomes: [2, 9] }] },
    },
  ];
  expect(withTodaysOutcomes(stored)).toEqual([
    {
      levels: [{ nM: 2, outcome: 'quiescent', outcomes: { quiescent: 0.75, EAD: 0.25 }, beat: [-70, -60] }],
      sources: [{ source: 'oscillation', concentrations: [{ outcome: 'oscillating', features: { apd90Ms: null } }] }],
      wash: { twin: { outcomes: ['beating', 'depolarised'], beats: [] }, cells: [{ outcomes: [2, 9] }] },
    },
  ]);
});
