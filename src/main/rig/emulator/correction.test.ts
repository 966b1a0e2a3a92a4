import { describe, expect, test } from 'vitest';
import { checkCompensation, type CompensationCheck } from '../../../core/quality/compensation-check.ts';
import { meanPulse } from '../../../core/quality/mean-pulse.ts';
import { createRandom } from '../../../core/random/random.ts';
import { EmulatedAmplifier } from './amplifier.ts';
import { NO_COMPENSATION } from './compensation.ts';
import { createPassiveCell } from './passive-cell.ts';

const RATE_HZ = 50_000;
const PULSES = 10;
const [BEFORE, PULSE] = [1250, 1250];
const STEP_MS = 2.5e-3;

interface Case {
  readonly rs: number;
  readonly cm: number;
  readonly percent: number;
  /** What the amplifier was set to, over what it is. */
  readonly setTo?: number;
  readonly rm?: number;
}

/** What a check shows for a passive cell behind the emulated amplifier, and the error that is really there. */
function check({ rs, cm, percent, setTo = 1, rm = 800 }: Case): { readonly shown: CompensationCheck; readonly trueMv: number } {
  const cell = createPassiveCell({ seriesResistanceMohm: rs, membraneCapacitancePf: cm, membraneResistanceMohm: rm, restingMv: -40 });
  const amplifier = new EmulatedAmplifier({ cell, random: createRandom(1), noisePa: 5, voltageNoiseMv: 0, junctionOffsetMv: 0 });
  const seriesResistanceMohm = setTo * rs;
  amplifier.setFilter(10_000, 1000 * STEP_MS);
  const set = amplifier.setCompensation({ ...NO_COMPENSATION, lagUs: 10, seriesResistanceMohm, correctionPercent: percent });
  const sweep = (): Float64Array =>
    Float64Array.from({ length: BEFORE + PULSE }, (_, k) => {
      // Sample k is taken at k / rate, before a step at that very time.
      const mv = k <= BEFORE && k > 0 ? -80 : -90;
      for (let step = 0; step < 8; step++) {
        amplifier.advance(mv, STEP_MS);
        amplifier.observe();
      }
      return amplifier.sample(mv).currentPa;
    });
  sweep();
  const { mean, noisePa } = meanPulse(Array.from({ length: PULSES }, sweep), BEFORE + PULSE);
  const shown = checkCompensation({
    pulse: { sampleRateHz: RATE_HZ, currentPa: mean, pulseStart: BEFORE, pulseMv: -10, train: true, noisePa, filterHz: 10_000 },
    pulses: PULSES,
    before: { seriesResistanceMohm, noisePa: 5 },
    correctionPercent: percent,
  });
  const leftMohm = rs - (set.correctionPercent / 100) * set.seriesResistanceMohm;
  return { shown, trueMv: Math.abs(shown.holdingCurrentPa) * leftMohm * 1e-3 };
}

const CASES: Case[] = [5, 12, 25, 40].flatMap((rs) =>
  [20, 60, 110].flatMap((cm) => [0, 50, 70, 80, 85].map((percent) => ({ rs, cm, percent }))),
);

describe('what a correction leaves of the series resistance', () => {
  test.each(CASES)('is shown within 10 %: $rs MOhm, $cm pF, $percent %', (one) => {
    const { shown, trueMv } = check(one);
    expect(shown.rings).toBe(false);
    const leftUs = one.rs * one.cm * (1 - one.percent / 100);
    if (shown.errorMv === null) {
      // No figure is shown where the filter hides what is left.
      expect(shown.problem).toMatch(/too little to be read/);
      expect(leftUs).toBeLessThan(35);
      return;
    }
    expect(shown.problem).toBeNull();
    expect(Math.abs(shown.errorMv / trueMv - 1)).toBeLessThan(0.1);
  });

  test('is not shown where the filter hides it', () => {
    expect(check({ rs: 5, cm: 20, percent: 85 }).shown).toMatchObject({ leftMohm: null, errorMv: null });
  });

  test.each([
    { rs: 15, cm: 60, percent: 80, setTo: 0.75 },
    { rs: 15, cm: 60, percent: 60, setTo: 1.3 },
    // A leaky cell: the step of its steady current is no swing.
    { rs: 30, cm: 60, percent: 70, setTo: 1.2, rm: 140 },
  ])('is measured, not calculated from what was set: set to $setTo of what it is', (one) => {
    const { shown, trueMv } = check(one);
    expect(shown.rings).toBe(false);
    expect(Math.abs((shown.errorMv ?? NaN) / trueMv - 1)).toBeLessThan(0.1);
    const byTheKnobs = Math.abs(shown.holdingCurrentPa) * one.setTo * one.rs * (1 - one.percent / 100) * 1e-3;
    expect(Math.abs(byTheKnobs / trueMv - 1)).toBeGreaterThan(0.2);
  });

  test.each([
    { rs: 15, cm: 60, percent: 95 },
    { rs: 30, cm: 100, percent: 95 },
    { rs: 15, cm: 60, percent: 80, setTo: 1.25 },
    // Beyond all of it the loop swings by itself.
    { rs: 15, cm: 60, percent: 90, setTo: 1.4 },
  ])('rings where too much is corrected: $rs MOhm, $cm pF, $percent % of $setTo times as much', (one) => {
    expect(check(one).shown.rings).toBe(true);
  });
});
