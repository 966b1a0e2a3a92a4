import { expect, test } from 'vitest';
import type { StimulusItem } from '../amplifier/stimulus-item.ts';
import { RunCheck } from './run-check.ts';
import { stretched } from './stretched.ts';

const step = (startLevel: number, durationUs: number, kind: StimulusItem['kind'] = 'step'): StimulusItem => ({
  kind,
  startLevel,
  endLevel: startLevel,
  durationUs,
  skippable: false,
});
const ITEMS = [step(-80_000, 10_000), step(0, 5000), step(-80_000, 20_000), step(10_000, 5000, 'ramp')];

test('a rest is as long as it was played', () => {
  expect(stretched(ITEMS, { item: 2, durationUs: 33_340 }, 35_000)).toEqual(ITEMS.with(2, step(-80_000, 33_340)));
});

test.each([
  ['shorter than it was loaded', { item: 2, durationUs: 19_999 }, 0],
  ['longer than any rest', { item: 2, durationUs: 11e6 }, 0],
  ['no number', { item: 2, durationUs: Number.NaN }, 0],
  ['of no item', { item: 4, durationUs: 30_000 }, 0],
  ['of a ramp', { item: 3, durationUs: 30_000 }, 0],
  ['over before the samples that came', { item: 2, durationUs: 30_000 }, 35_100],
])('a rest that is %s is refused', (_, rest, takenUs) => expect(stretched(ITEMS, rest, takenUs)).toBeNull());

test('a run is longer by its rests, and its samples are compared with the command as it was played', () => {
  const check = new RunCheck({ items: ITEMS, mode: 'VC', sampleRateHz: 10_000, simulated: true, nowMs: () => 0 });
  const block = (firstIndex: number, voltages: readonly number[]) => ({
    firstIndex,
    voltageMv: Float32Array.from(voltages),
    currentPa: new Float32Array(voltages.length),
  });
  const levels = (count: number, mv: number): number[] => Array.from({ length: count }, () => mv);
  const first = block(0, [...levels(101, -80), ...levels(50, 0), ...levels(200, -80)]);
  expect([check.take(first).wrong, check.look(first)]).toEqual([null, null]);
  expect(check.lengthen({ item: 2, durationUs: 120_000 })).toHaveProperty('items');
  expect(check.totalSamples).toBe(1 + 100 + 50 + 1200 + 50);
  const second = block(351, levels(1000, -80));
  expect([check.take(second).wrong, check.look(second)]).toEqual([null, null]);
  expect(check.lengthen({ item: 2, durationUs: 10_000 })).toHaveProperty('wrong');
});
