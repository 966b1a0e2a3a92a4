import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leakTimes, leakTrain, USUAL_LEAK_PLAN, type LeakPlan } from '../protocol/leak-sweeps.ts';
import { sampleCommand, type Protocol } from '../protocol/protocol.ts';
import { leakLevelErrorMv, leakProblem, subtractLeak, type LeakMark } from './leak-subtraction.ts';

const RATE_HZ = 10_000;
const PROTOCOL: Protocol = {
  id: 'p',
  name: 'Steps',
  source: 'test',
  holdingMv: -80,
  segments: [
    { kind: 'step', voltageMv: -80, durationMs: 10 },
    { kind: 'step', voltageMv: 0, durationMs: 20.3 },
    { kind: 'ramp', startMv: 0, endMv: -120, durationMs: 15 },
  ],
};

/** Leak of 2 nS about -10 mV and the charge of 30 pF behind a pipette, pA. */
function linear(command: Float32Array): Float32Array {
  const current = new Float32Array(command.length);
  let charged = command[0]!;
  command.forEach((mv, i) => {
    charged += 0.3 * (mv - charged);
    current[i] = 2 * (mv + 10) + 50 * (mv - charged);
  });
  return current;
}

function subtracted(plan: LeakPlan, currentOf: (command: Float32Array) => Float32Array) {
  const train = leakTrain(PROTOCOL, plan, RATE_HZ);
  const currents = {
    sampleRateHz: RATE_HZ,
    protocolPa: currentOf(sampleCommand(PROTOCOL, RATE_HZ)),
    subSweepsPa: currentOf(sampleCommand(train, RATE_HZ)),
  };
  return { currents, ...subtractLeak(currents, PROTOCOL, plan, leakTimes(PROTOCOL, plan, RATE_HZ)) };
}

test('what is linear vanishes, whatever N, direction, level and rest', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 16 }),
      fc.constantFrom('same' as const, 'opposite' as const),
      fc.integer({ min: -150, max: 0 }),
      fc.integer({ min: 20, max: 300 }),
      (sweeps, direction, holdingMv, restMs) => {
        const { currentPa, holdingPa } = subtracted({ ...USUAL_LEAK_PLAN, sweeps, direction, holdingMv, restMs }, linear);
        expect(holdingPa).toBeCloseTo(-140, 2);
        expect(Math.max(...currentPa.map(Math.abs))).toBeLessThan(0.05);
      },
    ),
    { numRuns: 30 },
  );
});

test('a current that opens above the sub-sweeps stays whole, and the raw currents stay as they were', () => {
  const channel = (mv: number): number => (mv > -40 ? -5 * (mv - 60) : 0);
  const cell = (command: Float32Array): Float32Array => linear(command).map((pa, i) => pa + channel(command[i]!));
  const { currentPa, currents } = subtracted(USUAL_LEAK_PLAN, cell);
  const command = sampleCommand(PROTOCOL, RATE_HZ);
  expect(Math.max(...currentPa.map((pa, i) => Math.abs(pa - channel(command[i]!))))).toBeLessThan(0.05);
  expect(currents.protocolPa).toEqual(cell(command));
});

test('a lost sample of the protocol or of a sub-sweep leaves that sample out', () => {
  const { currents } = subtracted(USUAL_LEAK_PLAN, linear);
  const times = leakTimes(PROTOCOL, USUAL_LEAK_PLAN, RATE_HZ);
  const start = Math.round((2 * times.periodMs + times.restMs) * 10);
  currents.protocolPa[5] = NaN;
  currents.subSweepsPa[start + 200] = NaN;
  const { currentPa } = subtractLeak(currents, PROTOCOL, USUAL_LEAK_PLAN, times);
  expect([...currentPa.keys()].filter((i) => Number.isNaN(currentPa[i]!))).toEqual([5, 200]);
});

test('two recordings that were not played as one run are not subtracted; what rounding left is stated', () => {
  const plan = USUAL_LEAK_PLAN;
  const mark: LeakMark = { run: 'r', role: 'protocol', plan, ...leakTimes(PROTOCOL, plan, RATE_HZ) };
  const train = leakTrain(PROTOCOL, plan, RATE_HZ);
  expect(leakProblem(PROTOCOL, train, mark)).toBeNull();
  expect(leakProblem(PROTOCOL, { ...train, segments: train.segments.slice(1) }, mark)).toMatch(/not played with the times/);
  expect(leakProblem(PROTOCOL, train, { ...mark, periodMs: mark.periodMs + 1 })).toMatch(/not played with the times/);
  expect(leakLevelErrorMv(PROTOCOL, train, plan)).toBeCloseTo(0, 9);
  const rounded = { ...train, segments: train.segments.with(2, { kind: 'step', voltageMv: -80.5, durationMs: 20.3 }) };
  expect(leakLevelErrorMv(PROTOCOL, rounded, plan)).toBeCloseTo(2, 9);
});
