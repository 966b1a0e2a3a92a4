import { beforeEach, expect, it, vi } from 'vitest';
import type { SampleBlock } from '../../shared/contract/contract.ts';
import { LiveTraces } from './liveTraces.ts';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    draw();
    return 0;
  });
});

const block = (recordingId: number, firstSample: number, values: number[], stride = 1): SampleBlock => ({
  recordingId,
  seq: 0,
  firstSample,
  sampleRateHz: 1000,
  stride,
  voltageMv: Float32Array.from(values),
  currentPa: Float32Array.from(values),
});

const clamp = (sessionKey: string, recordingId: number) => ({ sessionKey, recordingId, totalMs: 500, underCommand: true });
const free = (sessionKey: string, recordingId: number) => ({ ...clamp(sessionKey, recordingId), underCommand: false });

it('keeps samples that came before the rig reported what it records', () => {
  const live = new LiveTraces();
  live.push(block(1, 0, [1, 2]));
  live.expect(clamp('a', 1));
  live.push(block(1, 2, [3]));
  expect(live.voltage.get()[1]).toEqual([1, 2, 3]);
  expect(live.totalMs).toBe(500);
});

it('starts again for the first recording of another session, which has the same number', () => {
  const live = new LiveTraces();
  live.expect(clamp('a', 1));
  live.push(block(1, 0, [1, 2]));
  live.expect(clamp('b', 1));
  live.push(block(1, 0, [7]));
  expect(live.voltage.get()[1]).toEqual([7]);
});

it('starts again for the spontaneous recording that follows the protocol', () => {
  const live = new LiveTraces();
  live.push(block(1, 0, [1, 2]));
  live.push(block(2, 0, [5]));
  expect(live.current.get()[1]).toEqual([5]);
});

it('keeps the clamp from the first sample of the free potential until the next clamp', () => {
  const live = new LiveTraces();
  live.expect(clamp('a', 1));
  live.push(block(1, 0, [1, 2]));
  expect(live.clamp.recordingId).toBeNull();
  live.push(block(2, 0, [5]));
  live.expect(free('a', 2));
  live.push(block(2, 1, [6]));
  expect(live.voltage.get()[1]).toEqual([5, 6]);
  expect(live.clamp).toMatchObject({ recordingId: 1, totalMs: 500 });
  expect(live.clamp.current.get()[1]).toEqual([1, 2]);
  // The free potential before the next clamp replaces nothing.
  live.push(block(3, 0, [7]));
  live.expect(free('a', 3));
  expect(live.clamp.recordingId).toBe(1);
  live.push(block(4, 0, [8]));
  live.expect(clamp('a', 4));
  expect(live.clamp.recordingId).toBeNull();
  live.clear();
  expect(live.clamp.recordingId).toBeNull();
});

it('leaves a gap where samples are lost and none where they were coalesced', () => {
  const live = new LiveTraces();
  live.push(block(1, 0, [1, 1]));
  live.push(block(1, 4, [-2, 2], 4));
  const [timeMs, values] = live.voltage.get();
  const at = (time: number): (number | null | undefined)[] => Array.from(timeMs).flatMap((t, i) => (t === time ? [values?.[i]] : []));
  expect(at(1)).toEqual([1]);
  expect(at(2)).toEqual([null]);
  for (const time of [4, 5, 6, 7]) expect(at(time)).not.toContain(null);
});
