import { expect, test } from 'vitest';
import { assertCorrection, corrected, correctionWords, type CorrectedFields } from './correction.ts';

const at = (changes: CorrectedFields) => ({ madeAt: '2026-01-01T00:00:00.000Z', changes });

test('later corrections go before earlier ones, and null is unknown again', () => {
  const made = [
    at({ temperatureC: 22, junctionPotentialMv: -14 }),
    at({ temperatureC: null, excludedMs: [[10, 20]] }),
    at({ cell: 'living' }),
  ];
  expect(corrected({ temperatureC: 37, filterHz: 5000 }, made)).toEqual({
    conditions: { junctionPotentialMv: -14, filterHz: 5000 },
    excludedMs: [[10, 20]],
    cell: 'living',
  });
  expect(corrected({ temperatureC: 37 }, [])).toEqual({ conditions: { temperatureC: 37 }, excludedMs: [] });
  expect(corrected({}, [at({ cell: 'living' }), at({ cell: null, excludedMs: [] })])).toEqual({ conditions: {}, excludedMs: [] });
});

test('what the operator says of the pacing goes before the stimuli that were found', () => {
  const found = at({ paced: true, stimulusMs: 1000 });
  expect(corrected({}, [found])).toMatchObject({ paced: true, stimulusMs: 1000 });
  expect(corrected({}, [found, at({ paced: false })])).toEqual({ conditions: {}, excludedMs: [], paced: false });
  expect(corrected({}, [found, at({ temperatureC: 37 }), at({ paced: true })])).toMatchObject({ paced: true, stimulusMs: 1000 });
});

test('a recording is rejected with a reason until it is accepted again', () => {
  const made = [at({ rejected: 'lost its seal' }), at({ temperatureC: 37 })];
  expect(corrected({}, made).rejected).toBe('lost its seal');
  expect(corrected({}, [...made, at({ rejected: null })])).not.toHaveProperty('rejected');
  expect(made.map(({ changes }) => correctionWords(changes))).toEqual(['rejected: lost its seal', 'bath temperature 37 °C']);
  expect(correctionWords({ rejected: null })).toBe('accepted');
});

test.each([
  [{ rejected: ' ' }, /expected a reason of 1 to 500 characters, got 0/],
  [{ rejected: 'x'.repeat(501) }, /got 501/],
  [{ temperatureC: 300 }, /bath temperature: expected 0 to 50 °C, got 300/],
  [{ temperatureC: NaN }, /got NaN/],
  [{ bathPotassiumMm: 0 }, /potassium outside: expected 1 to 20 mM, got 0/],
  [{ excludedMs: [[20, 10]] as const }, /later end, got 20 to 10/],
  [{ excludedMs: [[-1, 10]] as const }, /0 ms or later/],
  [{ paced: false, stimulusMs: 1000 }, /interval above 0 ms of a paced potential, got 1000/],
  [{ membraneCapacitancePf: 5 } as CorrectedFields, /no condition that can be corrected/],
])('%j is refused', (changes, message) => {
  expect(() => assertCorrection(changes)).toThrow(message);
});

test('says what it changed', () => {
  expect(correctionWords({ bathPotassiumMm: 3, bathCalciumMm: null })).toBe('potassium outside 3 mM; calcium outside not stated');
  expect(correctionWords({ paced: true })).toBe('paced');
  expect(correctionWords({ paced: true, stimulusMs: 999.98 })).toBe('paced: stimuli every 1000 ms were found');
  expect(correctionWords({ temperatureC: 22, junctionPotentialMv: null, cell: 'simulated', excludedMs: [[10, 20]] })).toBe(
    'bath temperature 22 °C; junction potential not stated; cell: simulated; excluded 10 to 20 ms',
  );
});
