import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { isBeyondRange, openCellOf, readPulse } from './pulse-reading.ts';

/** Mean of 20 pulses of -10 mV on a resistance, with the noise of 5 pA a sweep and a transient of `cellPf` behind 10 MOhm. */
function pulse(megaohm: number, cellPf: number) {
  const random = createRandom(1);
  const currentPa = Float64Array.from({ length: 2500 }, (_, k) => {
    const on = k > 1250;
    const sinceMs = (on ? k - 1250 : k) / 50;
    const tauMs = cellPf * 0.01;
    const transient = cellPf > 0 && sinceMs > 0 ? 1000 * Math.exp(-sinceMs / tauMs) : 0;
    const level = on ? -10_000 / megaohm - transient : transient;
    return -20 + (k === 0 ? -10_000 / megaohm : level) + (5 * random.normal()) / Math.sqrt(20);
  });
  return { sampleRateHz: 50_000, currentPa, pulseStart: 1250, pulseMv: -10, train: true, noisePa: 5 };
}

describe('readPulse', () => {
  it.each([3, 400, 2000])('reads the resistance of pipette or seal, %d MOhm, and no cell', (megaohm) => {
    const reading = readPulse(pulse(megaohm, 0), 20);
    expect(reading.resistanceMohm / megaohm).toBeCloseTo(1, 1);
    expect(reading.isAtLeast).toBe(false);
    expect(reading.membrane).toBeNull();
    expect(reading.noMembrane).toMatch(/expected/i);
    expect(reading.holdingCurrentPa).toBeCloseTo(-20, 0);
  });

  it('gives a bound where the seal is too tight to be measured', () => {
    const reading = readPulse(pulse(1e7, 0), 20);
    expect(reading.isAtLeast).toBe(true);
    expect(reading.resistanceMohm).toBeGreaterThan(20_000);
  });

  it('reads the cell once the membrane is broken', () => {
    const reading = readPulse(pulse(1000, 50), 20);
    expect(reading.noMembrane).toBeNull();
    expect(reading.membrane?.membraneCapacitancePf).toBeGreaterThan(40);
  });
});

describe('openCellOf', () => {
  it('is a cell of 10 pF or more, and never what a pipette has itself', () => {
    expect(openCellOf({ membrane: { membraneCapacitancePf: 10 } })).not.toBeNull();
    expect(openCellOf({ membrane: { membraneCapacitancePf: 9.9 } })).toBeNull();
    expect(openCellOf({ membrane: null })).toBeNull();
    expect(openCellOf(null)).toBeNull();
  });
});

describe('isBeyondRange', () => {
  const cut = (megaohm: number, holdingPa: number) =>
    pulse(megaohm, 50).currentPa.map((pa) => Math.max(-20_000, Math.min(20_000, pa + holdingPa)));

  it('is a current that stays at the end of the range, in a pulse or all the time', () => {
    expect(isBeyondRange(cut(3, -26_000), 20_000)).toBe(true);
    expect(isBeyondRange(cut(3, -19_000), 20_000)).toBe(true);
    expect(isBeyondRange(cut(3, 26_000), 20_000)).toBe(true);
  });

  it('is no transient, and no current within the range', () => {
    expect(isBeyondRange(cut(3, -10_000), 20_000)).toBe(false);
    const transient = pulse(1000, 50).currentPa.map((pa, k) => (k > 1250 && k < 1400 ? -20_000 : pa));
    expect(isBeyondRange(transient, 20_000)).toBe(false);
  });
});
