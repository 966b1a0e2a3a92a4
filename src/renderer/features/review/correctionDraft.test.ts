import { expect, test } from 'vitest';
import { changesOfDraft, correctionDraftOf } from './correctionDraft.ts';

const known = { conditions: { temperatureC: 37, seriesResistanceMohm: 4.8001, membraneCapacitancePf: 50 }, cell: null, paced: false };

test('only what was changed is sent, and an empty field is not stated', () => {
  const draft = correctionDraftOf(known);
  expect(changesOfDraft(known, draft)).toEqual({ changes: {}, problems: {} });
  const conditions = { ...draft.conditions, temperatureC: '', junctionPotentialMv: '-14,5' };
  expect(changesOfDraft(known, { conditions, cell: 'simulated', paced: true })).toEqual({
    changes: { temperatureC: null, junctionPotentialMv: -14.5, cell: 'simulated', paced: true },
    problems: {},
  });
});

test('what cannot be is named with what can', () => {
  const draft = correctionDraftOf(known);
  const { changes, problems } = changesOfDraft(known, { ...draft, conditions: { ...draft.conditions, temperatureC: '98.6' } });
  expect(changes).toEqual({});
  expect(problems).toEqual({ temperatureC: 'Expected 0 to 50 °C, or nothing.' });
  expect(changesOfDraft(known, { ...draft, conditions: { ...draft.conditions, filterHz: 'five' } }).problems.filterHz).toMatch(/200000 Hz/);
});
