import { expect, test } from 'vitest';
import { createBesselLowPass } from '../../core/amplifier/bessel.ts';
import { FIT_BINS, observationBins } from '../../core/observation/observation-bins.ts';
import { createRandom } from '../../core/random/random.ts';
import { libraryProtocol } from '../../core/testing/files.testing.ts';
import { recordingNotes } from './recording-notes.ts';

const RATE_HZ = 10_000;
const protocol = libraryProtocol('clark2022-rounded');
const bins = observationBins(protocol, RATE_HZ, FIT_BINS);
const length = bins.to.at(-1) ?? 0;
const notesOf = (sample: (k: number) => number): string[] =>
  recordingNotes(
    {
      sampleRateHz: RATE_HZ,
      commandMv: new Float32Array(length).fill(-80),
      currentPaPf: Float32Array.from({ length }, (_, k) => sample(k)),
      protocol,
      conditions: {},
    },
    bins,
  );

test('noise that passed a filter is said', () => {
  const [random, filter] = [createRandom(1), createBesselLowPass(1500, RATE_HZ)];
  expect(notesOf(() => filter.next(0.3 * random.normal())).filter((note) => note.includes('passed a filter'))).toHaveLength(1);
});

test('what a solver rounds, and a current that alternates, passed none', () => {
  const random = createRandom(2);
  for (const sd of [1e-5, 0.1])
    expect(notesOf((k) => (k % 2 === 0 ? sd : -sd) * (1 + 0.1 * random.normal())).filter((note) => note.includes('filter'))).toEqual([]);
});
