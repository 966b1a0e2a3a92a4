import { describe, expect, it } from 'vitest';
import { createBesselLowPass } from '../amplifier/bessel.ts';
import { createRandom } from '../random/random.ts';
import { analyseMembraneTest } from './membrane-test.ts';
import type { TestPulse } from './membrane-test.ts';

interface Cell {
  rsMohm: number;
  cmPf: number;
  rmMohm: number;
}

/** Exact current of an RC cell under a -10 mV pulse from -80 mV, filtered at 250 kHz, sampled at 50 kHz, averaged over sweeps. */
function testPulse(cell: Cell, options: { noisePa: number; sweeps: number; filterHz?: number; seed: number }): TestPulse {
  const [rateHz, oversampling, before, during] = [50_000, 5, 500, 1000];
  const pulseMv = -10;
  const totalMohm = cell.rsMohm + cell.rmMohm;
  const tauMs = ((cell.cmPf * cell.rsMohm * cell.rmMohm) / totalMohm) * 1e-3;
  const holdingPa = (1000 * -80) / totalMohm;
  const filter = options.filterHz ? createBesselLowPass(options.filterHz, rateHz * oversampling) : null;
  filter?.settle(holdingPa);
  const random = createRandom(options.seed);
  const currentPa = new Float64Array(before + during);
  for (let k = 0; k < currentPa.length * oversampling; k++) {
    const timeMs = ((k - before * oversampling) * 1000) / (rateHz * oversampling);
    const steady = (1000 * pulseMv) / totalMohm;
    const first = (1000 * pulseMv) / cell.rsMohm;
    const exact = timeMs <= 0 ? holdingPa : holdingPa + steady + (first - steady) * Math.exp(-timeMs / tauMs);
    const value = filter ? filter.next(exact) : exact;
    if (k % oversampling === 0) {
      currentPa[k / oversampling] = value + (options.noisePa * random.normal()) / Math.sqrt(options.sweeps);
    }
  }
  return {
    sampleRateHz: rateHz,
    currentPa,
    pulseStart: before,
    pulseMv,
    noisePa: options.noisePa,
    ...(options.filterHz ? { filterHz: options.filterHz } : {}),
  };
}

const cells: Cell[] = [
  { rsMohm: 8, cmPf: 30, rmMohm: 500 },
  { rsMohm: 20, cmPf: 60, rmMohm: 1000 },
  { rsMohm: 32, cmPf: 47, rmMohm: 860 },
  { rsMohm: 15, cmPf: 99, rmMohm: 180 },
];

describe('analyseMembraneTest', () => {
  it.each(cells)('finds Rs $rsMohm MOhm, Cm $cmPf pF, Rm $rmMohm MOhm through filter and noise within 5 %%', (cell) => {
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 5, sweeps: 20, filterHz: 5000, seed: 1 }));
    expect(Math.abs(result.seriesResistanceMohm / cell.rsMohm - 1)).toBeLessThan(0.05);
    expect(Math.abs(result.membraneCapacitancePf / cell.cmPf - 1)).toBeLessThan(0.05);
    expect(Math.abs(result.membraneResistanceMohm / cell.rmMohm - 1)).toBeLessThan(0.05);
    expect(result.holdingCurrentPa).toBeCloseTo(-80_000 / (cell.rsMohm + cell.rmMohm), 0);
    expect(result.noisePa).toBe(5);
  });

  it.each(cells)('is exact to 0.5 %% without filter and noise: Rs $rsMohm MOhm', (cell) => {
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 0, sweeps: 1, seed: 1 }));
    expect(Math.abs(result.seriesResistanceMohm / cell.rsMohm - 1)).toBeLessThan(0.005);
    expect(Math.abs(result.membraneCapacitancePf / cell.cmPf - 1)).toBeLessThan(0.005);
    expect(Math.abs(result.membraneResistanceMohm / cell.rmMohm - 1)).toBeLessThan(0.005);
  });

  it('refuses a response without a cell', () => {
    const open: TestPulse = { sampleRateHz: 50_000, currentPa: new Float32Array(1500), pulseStart: 500, pulseMv: -10 };
    const random = createRandom(2);
    const noisy = { ...open, currentPa: open.currentPa.map(() => random.normal()) };
    expect(() => analyseMembraneTest(noisy)).toThrow(/Check that a cell is on the pipette/);
    expect(() => analyseMembraneTest({ ...open, pulseMv: 0 })).toThrow(/Lengthen the test pulse/);
  });
});
