import { expect, test } from 'vitest';
import { madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { recordedOutcome } from './cell-row.ts';
import { coverage, table } from './table.ts';

/** A potential that beats every so many ms, at 1 kHz for 10 s. */
function potential(cycleMs: number): { voltageMv: Float64Array } {
  return {
    voltageMv: Float64Array.from({ length: 10_000 }, (_, ms) => {
      const since = ms % cycleMs;
      return since < 5 ? -75 + 21 * since : since < 300 ? 30 - 0.3 * (since - 5) : -75;
    }),
  };
}

test('a twin belongs to a cell that beats as it does, within its ensemble or 5 %', () => {
  const twin = madeUpTwin();
  const own = {
    ...twin,
    beatWithLeak: { ...twin.beat, outcome: 'beating' as const, features: { ...twin.beat.features, cycleLengthMs: 1000 } },
  };
  const beside = { seed: 1, recording: 1, multipliers: own.parameters.map(({ mean }) => mean), networkS: 0.4 };
  const row = (cycleMs: number) => recordedOutcome(beside, potential(cycleMs), { sampleRateHz: 1000 }, { ...own, ensemble: null });
  expect(row(1000).recorded.outcome).toBe('beating');
  expect(row(1000).belongs).toBe(true);
  expect(row(960).belongs).toBe(true);
  expect(row(800).belongs).toBe(false);
  expect(table([row(800)])).toContain('| 800 / 1000 (-) |');
  const { truth } = row(1000);
  expect(truth).toMatchObject({ inIntervals: truth.of, rmsErrorInSds: 0 });
  expect(coverage([row(1000), row(960)])).toBe(
    `1 kHz: ${2 * truth.of} of ${2 * truth.of} true values are within the 90 % intervals (100.0 %); ` +
      'errors are 0.00 of the stated SDs (rms).',
  );
});
