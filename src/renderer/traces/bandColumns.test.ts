import { expect, test } from 'vitest';
import { bandColumns } from './bandColumns.ts';

test('a band lies at the times of the plot, shifted, with gaps where it does not reach', () => {
  const band = { members: 9, fromMs: -10, dtMs: 10, lowMv: [-70, -70, 10], highMv: [-60, -60, 30], mdpMv: null, peakMv: null };
  expect(bandColumns(band, [-11, -10, 0, 5, 10, 11], 2)).toEqual([
    [null, -68, -68, -28, 12, null],
    [null, -58, -58, -13, 32, null],
  ]);
});
