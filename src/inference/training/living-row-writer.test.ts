import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { livingOutputs } from '../../core/inference/living-targets.ts';
import { livingContextOf } from '../../core/observation/living-features.ts';
import { featureBins } from '../../core/observation/observation-bins.ts';
import { livingTruthIds } from '../../core/population/living-rows.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { LivingRowWriter } from './living-row-writer.ts';

const protocol: Protocol = {
  id: 'two-steps',
  name: 'Two steps',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: 0, durationMs: 100 },
    { kind: 'step', voltageMv: -100, durationMs: 100 },
  ],
};
const bins = featureBins(protocol, 10_000);
const writer = new LivingRowWriter(bins);
const ids = livingTruthIds(DEFAULT_CELL);
const outputs = livingOutputs(DEFAULT_CELL);

/** A record of 500 pA/pF, and a cell whose every truth is 2 but the temperature. */
function recordings(count: number): { x: Float32Array; y: Float32Array }[] {
  const row = new Float32Array(bins.from.length + ids.length).fill(2);
  row.fill(500, 0, bins.from.length);
  row[row.length - 1] = 37;
  const random = createRandom(5);
  return Array.from({ length: count }, () => {
    const [x, y] = [new Float32Array(writer.features), new Float32Array(writer.outputs)];
    writer.write(row, random, x, y);
    return { x, y };
  });
}

test('targets are what a fit infers, logarithms where it has logarithms, offset and capacitance as drawn for the recording', () => {
  const made = recordings(200);
  const at = (id: string): number => outputs.findIndex((output) => output.id === id);
  for (const { y } of made) {
    expect(y[at('ina.g_Na')]).toBeCloseTo(Math.log(2), 5);
    expect(y[at('scale.Ito')]).toBeCloseTo(Math.log(2), 5);
    expect(y[at('offsetMv')]).toBe(2);
  }
  expect(outputs[at('leakNsPf')]?.outputId).toBe('log.leakNsPf');
  expect(new Set(made.map(({ y }) => y[at('offsetPaPf')])).size).toBe(200);
  // What is drawn is what was done to the record.
  for (const { x, y } of made.filter((one) => livingContextOf(one.x).lost === 0).slice(0, 20)) {
    const held = Math.sinh(x[bins.from.length - 1] ?? NaN) * 0.1;
    expect(held).toBeCloseTo(500 * Math.exp(y[at('capacitanceRatio')] ?? NaN) + (y[at('offsetPaPf')] ?? NaN), -1);
  }
});

test('every recording is finite and says what of it was lost: nothing, saturated or all but nothing left', () => {
  const lost = recordings(400).map(({ x }) => {
    expect(x.every(Number.isFinite)).toBe(true);
    return livingContextOf(x).lost;
  });
  expect(lost.filter((share) => share === 0).length).toBeGreaterThan(100);
  // 500 pA/pF saturates whatever has a range.
  expect(lost.filter((share) => share > 0.4).length).toBeGreaterThan(100);
});

test('blanks are short in some recordings and long in others', () => {
  const blanks = recordings(200).map(({ x }) => livingContextOf(x).blankMs);
  expect(Math.min(...blanks)).toBeCloseTo(0.5, 5);
  expect(Math.max(...blanks)).toBeGreaterThan(4);
});
