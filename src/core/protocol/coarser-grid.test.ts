import { expect, test } from 'vitest';
import { coarserGrid, ROUND_GRID } from './coarser-grid.ts';

test.each([
  // RigLink before v1.1, ePatch, the built-in rig, a rig of odd steps, and one coarser than round numbers.
  [{ voltageStepMv: 0.001, timeStepMs: 0.001 }, ROUND_GRID],
  [{ voltageStepMv: 1, timeStepMs: 0.1 }, ROUND_GRID],
  [{ voltageStepMv: 0.05, timeStepMs: 0.02 }, ROUND_GRID],
  [
    { voltageStepMv: 0.3, timeStepMs: 0.04 },
    { voltageStepMv: 1.2, timeStepMs: 0.12 },
  ],
  [
    { voltageStepMv: 2.5, timeStepMs: 0.25 },
    { voltageStepMv: 2.5, timeStepMs: 0.25 },
  ],
])('%j is designed on %j', (device, wanted) => {
  expect(coarserGrid(device)).toEqual(wanted);
});
