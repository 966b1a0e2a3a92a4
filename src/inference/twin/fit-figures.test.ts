import { expect, test } from 'vitest';
import { residualAfterSteps } from './fit-figures.ts';

test('the residual after steps leaves out their first half millisecond', () => {
  const bins = {
    id: '',
    sampleRateHz: 10_000,
    from: Int32Array.of(0, 1, 2),
    to: Int32Array.of(1, 2, 6),
    sinceJumpMs: Float64Array.of(0.1, 0.4, 0.5),
  };
  expect(residualAfterSteps(bins, [100, 100, 1, 1, 1, 1], [0, 0, 0, 0, 3, 3])).toBeCloseTo(Math.sqrt((1 + 1 + 4 + 4) / 4), 12);
  expect(residualAfterSteps({ ...bins, sinceJumpMs: new Float64Array(3) }, [1], [0])).toBeNull();
});
