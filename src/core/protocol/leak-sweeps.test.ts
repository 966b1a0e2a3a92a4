import { expect, test } from 'vitest';
import { leakRangeMv, leakTimes, leakTrain, leakWarnings, leakWords, USUAL_LEAK_PLAN } from './leak-sweeps.ts';
import { protocolDurationMs, type Protocol } from './protocol.ts';

const PROTOCOL: Protocol = {
  id: 'p',
  name: 'Steps',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: -80, durationMs: 20 },
    { kind: 'step', voltageMv: 0, durationMs: 33.34 },
    { kind: 'ramp', startMv: 0, endMv: -120, durationMs: 10 },
  ],
};

test('a train has N sub-sweeps, each with the Nth part of every step from its own level', () => {
  const train = leakTrain(PROTOCOL, USUAL_LEAK_PLAN, 10_000);
  expect(train.holdingMv).toBe(-100);
  expect(train.segments).toHaveLength(16);
  expect(train.segments.slice(0, 4)).toEqual([
    { kind: 'step', voltageMv: -100, durationMs: 200 },
    { kind: 'step', voltageMv: -100, durationMs: 20 },
    { kind: 'step', voltageMv: -80, durationMs: 33.34 },
    { kind: 'ramp', startMv: -80, endMv: -110, durationMs: 10 },
  ]);
  expect(train.name).toBe('P/4 sub-sweeps of Steps');
});

test('opposite sub-sweeps step the other way', () => {
  const plan = { ...USUAL_LEAK_PLAN, direction: 'opposite' } as const;
  expect(leakTrain(PROTOCOL, plan, 10_000).segments[2]).toMatchObject({ voltageMv: -120 });
  expect(leakWords(plan)).toBe('P/-4');
});

test.each([10_000, 20_000, 50_000, 9765.625, 4882.8125, 1220.703125])('every sub-sweep begins on a sample at %d Hz', (rateHz) => {
  const { restMs, periodMs } = leakTimes(PROTOCOL, USUAL_LEAK_PLAN, rateHz);
  for (const ms of [restMs, periodMs]) {
    const samples = (ms * rateHz) / 1000;
    expect(Math.abs(samples - Math.round(samples))).toBeLessThan(1e-6);
  }
  expect(restMs).toBeGreaterThanOrEqual(200 - 1e-9);
  expect(periodMs - restMs).toBeGreaterThanOrEqual(protocolDurationMs(PROTOCOL) - 1e-9);
  const train = leakTrain(PROTOCOL, USUAL_LEAK_PLAN, rateHz);
  expect(protocolDurationMs(train)).toBeCloseTo(3 * periodMs + restMs + protocolDurationMs(PROTOCOL), 6);
});

test('sub-sweeps that may open channels, and a protocol without a zero line, are said', () => {
  expect(leakRangeMv(PROTOCOL, USUAL_LEAK_PLAN)).toEqual({ lowest: -110, highest: -80 });
  expect(leakWarnings(PROTOCOL, USUAL_LEAK_PLAN)).toEqual([]);
  expect(leakWarnings(PROTOCOL, { ...USUAL_LEAK_PLAN, holdingMv: -70 })[0]).toMatch(/go from -80 to -50 mV.*may open channels/);
  const atOnce = { ...PROTOCOL, segments: PROTOCOL.segments.slice(1) };
  expect(leakWarnings(atOnce, USUAL_LEAK_PLAN)[0]).toMatch(/holding potential for only 0 ms/);
});
