import { expect, test } from 'vitest';
import { fakeBeat, fakeTwin } from '../../dev/fake-cell.ts';
import { shownBeats } from './shownBeats.ts';

const spread = (median: number) => ({ median, low: median - 1, high: median + 1 });
const band = { members: 20, fromMs: 0, dtMs: 1, lowMv: [-70, -70], highMv: [-68, -68], mdpMv: spread(-69), peakMv: spread(30) };
const twin = {
  ...fakeTwin('fit', 'c', 'p', []),
  nuisance: [{ id: 'offsetMv', label: 'Offset', unit: 'mV', value: -8, sd: 1 }],
  beatBand: band,
};
const recorded = fakeBeat(900, 300, 35, -66);

test('both are shown as they were recorded: the twin less the offset of the command, the range of members by their own offsets', () => {
  const shown = shownBeats(twin, recorded, 'recorded');
  expect(shown.recorded?.features.mdpMv).toBe(-66);
  expect(shown.ofTwin.features.mdpMv).toBeCloseTo((twin.beatWithLeak?.features.mdpMv ?? NaN) + 8, 9);
  expect(shown.ensemble?.features.mdpMv).toEqual(spread(-69));
  expect(shown.band).toEqual({ band, shiftMv: 0 });
});

test('at the membrane the recorded beat carries the offset, and so does the band', () => {
  const shown = shownBeats(twin, recorded, 'membrane');
  expect(shown.recorded?.features.mdpMv).toBe(-74);
  expect(shown.ofTwin).toEqual(twin.beatWithLeak);
  expect(shown.ensemble).toEqual(twin.ensemble?.beatWithLeak);
  expect(shown.band?.shiftMv).toBe(-8);
});

test('a twin without a recorded beat is shown free of the pipette', () => {
  const shown = shownBeats(twin, null, 'recorded');
  expect(shown.ofTwin).toBe(twin.beat);
  expect(shown.withLeak).toBe(false);
  expect(shown.band).toBeNull();
});
