import { describe, expect, it } from 'vitest';
import { simulatedCalibration, simulatedWelcome } from '../../emulator/identity.ts';
import { BUILT_IN_RIG } from '../../../../core/amplifier/built-in-rig.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { checkCalibration } from './check-calibration.ts';
import { checkWelcome } from './check-welcome.ts';
import { FloodGauge } from '../../transport/flood-gauge.ts';
import { printable } from '../../amplifier/printable.ts';

// Each of these answers of a device is tried over a line as well: test/hostile.
const welcome = simulatedWelcome(1);
const current = simulatedCalibration(1, 1)!;

describe('the description that a device gives of itself', () => {
  it('passes as the simulated rig gives it, with and without its grid', () => {
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
    expect(() => checkWelcome({ ...welcome, ...change })).toThrow(/^Expected a device with .*, it reports /);
  });

  it('becomes the capabilities that a run uses', () => {
    expect(capabilitiesOf(welcome)).toEqual(BUILT_IN_RIG.capabilities);
    // Before v1.1, not simulated: neither grid nor fast forward is reported, and items are counted in 16 bits.
    expect(capabilitiesOf({ ...welcome, capabilities: 0, grid: null })).toMatchObject({
      modes: ['VC', 'I0'],
      stimulusGrid: { voltageStepMv: 1, timeStepMs: 0.1 },
      itemsPerDownload: 65_535,
      fastForwardsHold: false,
    });
  });

  it('is printable', () => {
    expect(printable('\u001b[31mRig\r\n\u202e2\u0000')).toBe('[31mRig 2');
    expect(printable('n'.repeat(300))).toHaveLength(64);
    expect(printable('Prüfstand 5 µA')).toBe('Prüfstand 5 µA');
    expect(checkWelcome({ ...welcome, deviceName: '\u0007\u0007' }).deviceName).toBe('Device without a name');
  });

  it.each([
    { scale: Number.NaN },
    { scale: 0 },
    { scale: 1e300 },
    { offset: Number.POSITIVE_INFINITY },
    { filterHz: Number.NaN },
    { unit: 'A' },
  ])('cannot calibrate with %j', (change) => {
    expect(() => checkCalibration({ ...current, ...change }, true, 20_000)).toThrow(/^Calibration of channel 1, range 1: expected /);
  });
});

describe('the flood gauge', () => {
  it('lets the fastest recording pass, and a busy host catch up', () => {
    const gauge = new FloodGauge();
    for (let ms = 0; ms < 5000; ms++) expect(gauge.isOver(4200, 5 * ms, ms)).toBe(false);
    expect(gauge.isOver(12.6e6, 40_000, 6500)).toBe(false);
  });

  it('detects too many bytes, and too many frames', () => {
    const bytes = new FloodGauge();
    expect([1, 2, 3, 4].map((ms) => bytes.isOver(10e6, 0, ms)).at(-1)).toBe(true);
    const frames = new FloodGauge();
    frames.isOver(1, 0, 0);
    expect(frames.isOver(1, 60_001, 10)).toBe(true);
  });
});
