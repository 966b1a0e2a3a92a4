import { describe, expect, it } from 'vitest';
import { simulatedCalibration, simulatedWelcome } from '../emulator/identity.ts';
import { NO_COMPENSATION } from '../emulator/compensation.ts';
import { checkCalibration } from './check-calibration.ts';
import { assertCompensation, checkCompensation } from './check-compensation.ts';
import { checkWelcome } from './check-welcome.ts';
import { FloodGauge } from './flood-gauge.ts';
import { printable } from './printable.ts';
import { chooseSettings } from './settings.ts';

// Each of these words of a device is tried over a line as well: test/hostile.
const welcome = simulatedWelcome(1);
const current = simulatedCalibration(1, 1)!;
const wish = { sampleRateHz: 10_000, largestCurrentPa: 20_000, filterHz: 5000, mode: 'VC', holding: -80 } as const;

describe('what a device says of itself', () => {
  it('passes as the simulated rig says it, with and without its grid', () => {
    expect(checkWelcome(welcome)).toEqual(welcome);
    expect(checkWelcome({ ...welcome, grid: null }).grid).toBeNull();
    expect(checkCalibration(current, true, 20_000)).toEqual(current);
  });

  it.each([
    { sampleRatesHz: [4_000_000_000] },
    { sampleRatesHz: [1_000_001] },
    { sampleRatesHz: [99] },
    { sampleRatesHz: [] },
    { currentRangesPa: [Number.NaN] },
    { currentRangesPa: [0] },
    { version: 2 },
    { clockHz: 0 },
    { grid: { levelStepUv: 1001, timeStepUs: 20 } },
    { grid: { levelStepUv: 50, timeStepUs: 101 } },
  ])('is refused where no device can be so: %j', (change) => {
    expect(() => checkWelcome({ ...welcome, ...change })).toThrow(/^Expected a device with .*, it tells /);
  });

  it('is printable', () => {
    expect(printable('\u001b[31mRig\r\n\u202e2\u0000')).toBe('[31mRig 2');
    expect(printable('n'.repeat(300))).toHaveLength(64);
    expect(printable('Prüfstand 5 µA')).toBe('Prüfstand 5 µA');
    expect(checkWelcome({ ...welcome, deviceName: '\u0007\u0007' }).deviceName).toBe('Device without a name');
  });

  it.each([{ scale: Number.NaN }, { scale: 0 }, { scale: 1e300 }, { offset: Number.POSITIVE_INFINITY }, { filterHz: Number.NaN }, { unit: 'A' }])(
    'cannot calibrate with %j',
    (change) => {
      expect(() => checkCalibration({ ...current, ...change }, true, 20_000)).toThrow(/^Calibration of channel 1, range 1: expected /);
    },
  );

  it('is set by its own lists, in whatever order they come', () => {
    const unordered = { ...welcome, currentRangesPa: [200_000, 2000, 20_000] };
    expect(chooseSettings(unordered, wish).message.rangeIndex).toBe(2);
    expect(() => chooseSettings(unordered, { ...wish, largestCurrentPa: 1e6 })).toThrow(/it has 10000, 20000, 50000 Hz and/);
    expect(() => chooseSettings(welcome, { ...wish, holding: 201 })).toThrow(/within \+-200 mV/);
    expect(() => chooseSettings(welcome, { ...wish, holding: Number.NaN })).toThrow(/within \+-200 mV/);
  });
});

describe('what an amplifier was set to', () => {
  const asked = { ...NO_COMPENSATION, membraneCapacitancePf: 60, seriesResistanceMohm: 20, correctionPercent: 80, predictionPercent: 80, lagUs: 10 };

  it('may be off by a step of its knobs, or less than a correction asked for', () => {
    expect(checkCompensation(asked, { ...asked, seriesResistanceMohm: 20.05, membraneCapacitancePf: 59.9 })).toBeDefined();
    expect(checkCompensation(asked, { ...asked, correctionPercent: 70, predictionPercent: 0, lagUs: 1 })).toBeDefined();
  });

  it.each([
    { correctionPercent: 85 },
    { correctionPercent: -1 },
    { predictionPercent: Number.NaN },
    { seriesResistanceMohm: 30 },
    { seriesResistanceMohm: 2 },
    { membraneCapacitancePf: 0 },
    { junctionPotentialMv: 10 },
    { offsetMv: -10 },
  ])('is refused with %j', (change) => {
    expect(() => checkCompensation(asked, { ...asked, ...change })).toThrow(/^Compensation: the amplifier was asked for /);
  });

  it('is never asked for what is no number', () => {
    expect(() => assertCompensation({ ...asked, membraneCapacitancePf: Number.NaN })).toThrow(/got NaN/);
  });
});

describe('the flood gauge', () => {
  it('lets the fastest recording pass, and a busy host catch up', () => {
    const gauge = new FloodGauge();
    for (let ms = 0; ms < 5000; ms++) expect(gauge.isOver(4200, 5 * ms, ms)).toBe(false);
    expect(gauge.isOver(12.6e6, 40_000, 6500)).toBe(false);
  });

  it('tells too many bytes, and too many frames', () => {
    const bytes = new FloodGauge();
    expect([1, 2, 3, 4].map((ms) => bytes.isOver(10e6, 0, ms)).at(-1)).toBe(true);
    const frames = new FloodGauge();
    frames.isOver(1, 0, 0);
    expect(frames.isOver(1, 60_001, 10)).toBe(true);
  });
});
