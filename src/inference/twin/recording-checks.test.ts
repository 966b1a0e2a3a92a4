import { expect, test } from 'vitest';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { assertUsable } from './recording-checks.ts';

const N = 10_001;
const recording = (recorded: number, change: Partial<VoltageClampRecording> = {}): VoltageClampRecording => ({
  sampleRateHz: 10_000,
  commandMv: new Float32Array(N).fill(-80),
  currentPaPf: Float32Array.from({ length: N }, (_, k) => (k < recorded ? Math.sin(k) : NaN)),
  protocol: { id: 'p', name: 'P', source: 'test', holdingMv: -80, segments: [{ kind: 'step', voltageMv: -80, durationMs: 1000 }] },
  conditions: {},
  ...change,
});

test('pauses between sweeps are not lost: a recording may consist of them for the most part', () => {
  expect(() => assertUsable(recording(1000))).toThrow(/Only 1000 of 10001 samples can be used: 9001 lost/);
  expect(() => assertUsable(recording(1000, { pausedSamples: 8901 }))).not.toThrow();
  expect(() => assertUsable(recording(400, { pausedSamples: 9001 }))).toThrow(/Only 400 of 1000 samples can be used: 600 lost/);
});
