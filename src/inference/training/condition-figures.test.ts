import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { writeFeatures } from '../../core/observation/features.ts';
import { createRandom } from '../../core/random/random.ts';
import { conditionFigures, type AnsweredRows } from './condition-figures.ts';

const rows = 1200;
const bins = 3;

/** Answers of a network with errors of 0.1 under ideal clamp and 0.2 behind a rig, and SDs of 0.1 for both. */
function answered(temperatureC: (row: number) => number): AnsweredRows {
  const random = createRandom(9);
  const x = new Float32Array(rows * (bins + 5));
  const y = new Float32Array(rows * DEFAULT_CELL.varied.length);
  const mean = new Float32Array(rows * DEFAULT_CELL.varied.length).fill(1);
  const sd = new Float32Array(rows * DEFAULT_CELL.varied.length).fill(0.1);
  for (let r = 0; r < rows; r++) {
    const rig = r % 2 === 1;
    writeFeatures(
      [0, 0, 0],
      { noise: r % 4 < 2 ? 0.05 : 0.3, rig, expectedRsCmMs: null, temperatureC: temperatureC(r) },
      x.subarray(r * (bins + 5), (r + 1) * (bins + 5)),
    );
    for (let i = 0; i < DEFAULT_CELL.varied.length; i++) y[r * DEFAULT_CELL.varied.length + i] = 1 + (rig ? 0.2 : 0.1) * random.normal();
  }
  return { x, y, mean, sd, rows };
}

test('each condition has its figures, relative to the variance of the prior', () => {
  const figures = conditionFigures(
    answered(() => 37),
    0.4,
  );
  expect(figures['testR2Ideal']).toBeCloseTo(1 - 0.01 / (0.16 / 3), 1);
  expect(figures['testR2Rig']).toBeCloseTo(1 - 0.04 / (0.16 / 3), 1);
  expect(figures['testCoverage90Ideal']).toBeCloseTo(0.9, 1);
  expect(figures['testCoverage90Rig']).toBeLessThan(0.65);
  // No recording had so much noise, and all were made at one temperature.
  expect(Object.keys(figures).map((key) => key.replace(/^test(R2|Coverage90)/, ''))).toEqual([
    'Ideal',
    'Ideal',
    'Rig',
    'Rig',
    'NoiseBelow0.1',
    'NoiseBelow0.1',
    'Noise0.1To0.5',
    'Noise0.1To0.5',
  ]);
});

test('a range of temperatures is split into thirds, which hold every recording', () => {
  const figures = conditionFigures(
    answered((row) => 20 + (20 * row) / (rows - 1)),
    0.4,
  );
  expect(Object.keys(figures).filter((key) => /R2At/.test(key))).toEqual(['testR2At20To27C', 'testR2At27To33C', 'testR2At33To40C']);
});
