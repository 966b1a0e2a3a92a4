import { expect, test } from 'vitest';
import { ensembleNote } from './ensemble-note.ts';
import type { EnsembleBeat } from './ensemble.ts';
import type { TwinEnsemble } from './twin.ts';

const none = { cycleLengthMs: null, apd50Ms: null, apd90Ms: null, mdpMv: null, peakMv: null, dvdtMaxVs: null };
const beat = (outcomes: EnsembleBeat['outcomes']): EnsembleBeat => ({ members: 2, outcomes, features: none });
const members = [
  { multipliers: [], scales: {} },
  { multipliers: [], scales: {} },
];
const ensemble = (drawn: number | null, outcomes: EnsembleBeat['outcomes']): TwinEnsemble => ({
  members,
  drawn,
  beat: beat({ quiescent: 1 }),
  beatWithLeak: beat(outcomes),
});

test('states that an ensemble was chosen by the phenotype of the cell, and from how many draws', () => {
  expect(ensembleNote(ensemble(5, { beating: 0.5, irregular: 0.5 }))).toMatch(/^2 of 5 cells .* beat, as the recorded cell does/);
  expect(ensembleNote(ensemble(9, { depolarised: 1 }))).toMatch(/^2 of 9 cells .* rest, as the recorded cell does/);
});

test('no note for one that was not', () => {
  expect(ensembleNote(ensemble(null, { beating: 1 }))).toBeNull();
});
