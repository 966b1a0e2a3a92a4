import { expect, test } from 'vitest';
import type { SettledTwin } from '../../core/inference/beat-settle.ts';
import { twinAsTheCell } from './twin-as-the-cell.ts';

const twinAt = (z: number, misfit = 0.1, residualRatio = 1): SettledTwin => ({
  minimum: { theta: Float64Array.of(z), cost: 0, chi2: 0, observations: 1, iterations: 0, simulated: new Float64Array(1) },
  misfit,
  residualRatio,
});
const member = (z: number, misfit: number, residualRatio = 1) => ({ theta: Float64Array.of(z), misfit, residualRatio });
const choice = {
  /** Cells beat from 1 on. */
  doAsTheCell: (thetas: readonly Float64Array[]) => thetas.map(([z]) => z! >= 1),
  asTwin: ({ theta: [z], misfit, residualRatio }: ReturnType<typeof member>) => twinAt(z!, misfit, residualRatio),
};

test('a twin that does what the cell did stays, whatever its members do', () => {
  const twin = twinAt(1.5, 5);
  expect(twinAsTheCell(choice, twin, [member(2, 0)])).toBe(twin);
});

test('one that does not gives way to the member that does and is nearest to beat and clamp', () => {
  const members = [member(0.5, 0), member(2, 0.3), member(3, 0.1), member(4, 0.1, 3)];
  expect([...twinAsTheCell(choice, twinAt(0), members).minimum.theta]).toEqual([3]);
});

test('where no member does it, the twin stays', () => {
  const twin = twinAt(0);
  expect(twinAsTheCell(choice, twin, [member(0.2, 0)])).toBe(twin);
});
