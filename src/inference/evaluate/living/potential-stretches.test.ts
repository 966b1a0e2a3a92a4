import { expect, test } from 'vitest';
import { potentialStretches } from './potential-stretches.ts';

const RATE = 1000;

/** Beats as steps from -60 to 30 mV that last 100 ms. */
function potential(seconds: number, cycleMs: number) {
  const voltageMv = Float32Array.from({ length: seconds * RATE }, (_, i) => ((i + 300) % cycleMs < 100 ? 30 : -60));
  return { name: 'ap_pre.csv', crc32: 7, sampleRateHz: RATE, voltageMv };
}

test('a cell that beats often is fitted to its first half and tested on the second', () => {
  const { fitted, later } = potentialStretches(potential(10, 800));
  expect([fitted.voltageMv.length, later?.voltageMv.length]).toEqual([5000, 5000]);
  // The prior must know the recording again.
  expect(fitted.crc32).toBe(7);
});

test('a slow cell is fitted to all of it', () => {
  const { fitted, later } = potentialStretches(potential(10, 3000));
  expect([fitted.voltageMv.length, later]).toEqual([10_000, null]);
});

test('a resting cell is tested on its second half', () => {
  const resting = { ...potential(8, 1000), voltageMv: new Float32Array(8000).fill(-40) };
  expect(potentialStretches(resting).later?.voltageMv.length).toBe(4000);
});

test('a cell that stops halfway is fitted to all of it', () => {
  const stops = potential(10, 800);
  stops.voltageMv.fill(-60, 5000);
  expect(potentialStretches(stops).later).toBeNull();
});
