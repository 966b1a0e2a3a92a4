import { describe, expect, it } from 'vitest';
import { createBesselLowPass } from '../amplifier/bessel.ts';
import { createRandom } from '../random/random.ts';
import { analyseMembraneTest, FASTEST_TAU_MS } from './membrane-test.ts';
import type { TestPulse } from './test-pulse.ts';

interface Cell {
  rsMohm: number;
  cmPf: number;
  rmMohm: number;
}
interface Rig {
  noisePa: number;
  sweeps: number;
  filterHz?: number;
  seed: number;
  /** The mean period of a train; otherwise one pulse from rest. */
  train?: boolean;
  rateHz?: number;
  /** Time from the command to the electrode, ms. */
  latencyMs?: number;
}

const [BEFORE_MS, PULSE_MS, PULSE_MV, FINE] = [25, 25, -10, 25];

/** Exact current of an RC cell under a -10 mV pulse from -80 mV, filtered at 25 times the sampling rate, averaged over sweeps. */
function testPulse(cell: Cell, rig: Rig): TestPulse {
  const rateHz = rig.rateHz ?? 50_000;
  const [before, during] = [(BEFORE_MS * rateHz) / 1000, (PULSE_MS * rateHz) / 1000];
  const total = cell.rsMohm + cell.rmMohm;
  const tauMs = ((cell.cmPf * cell.rsMohm * cell.rmMohm) / total) * 1e-3;
  const holdingPa = (1000 * -80) / total;
  const steadyPa = (1000 * PULSE_MV) / total;
  const firstPa = (1000 * PULSE_MV) / cell.rsMohm - steadyPa;
  const filter = rig.filterHz ? createBesselLowPass(rig.filterHz, rateHz * FINE) : null;
  filter?.settle(holdingPa);
  const random = createRandom(rig.seed);
  const out = new Float64Array(before + during);
  const edge = (before + ((rig.latencyMs ?? 0) * rateHz) / 1000) * FINE;
  let deviation = 0;
  let on = false;
  // Three periods bring a train to its repeating state; a single pulse needs one. A sample at an edge shows the level before it.
  for (let k = 0; k < (rig.train ? 3 : 1) * out.length * FINE; k++) {
    const at = k % (out.length * FINE);
    const now = at > edge || (at <= edge - before * FINE && k > at);
    deviation *= Math.exp(-1000 / (rateHz * FINE * tauMs));
    if (now !== on) deviation += (now ? firstPa : -firstPa) * Math.exp(-1000 / (rateHz * FINE * tauMs));
    on = now;
    const exact = holdingPa + (on ? steadyPa : 0) + deviation;
    const value = filter ? filter.next(exact) : exact;
    if (at % FINE === 0) out[at / FINE] = value + (rig.noisePa * random.normal()) / Math.sqrt(rig.sweeps);
  }
  return {
    sampleRateHz: rateHz,
    currentPa: out,
    pulseStart: before,
    pulseMv: PULSE_MV,
    noisePa: rig.noisePa,
    ...(rig.train ? { train: true } : {}),
    ...(rig.filterHz ? { filterHz: rig.filterHz } : {}),
  };
}

const off = (found: number, truth: number): number => Math.abs(found / truth - 1);

const grid: Cell[] = [10, 30, 60, 120].flatMap((cmPf) =>
  [3, 8, 20, 40].flatMap((rsMohm) => [200, 1000, 5000].map((rmMohm) => ({ cmPf, rsMohm, rmMohm }))),
);

describe('analyseMembraneTest', () => {
  // The table of what the rig must reach: a train of 1 s, 5 pA, 10 kHz.
  it.each(grid)('measures Cm $cmPf pF, Rs $rsMohm MOhm, Rm $rmMohm MOhm in 1 s', (cell) => {
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 5, sweeps: 20, filterHz: 10_000, seed: 7, train: true }));
    expect(off(result.seriesResistanceMohm, cell.rsMohm)).toBeLessThan(0.05);
    expect(off(result.membraneCapacitancePf, cell.cmPf)).toBeLessThan(0.05);
    expect(off(result.membraneResistanceMohm, cell.rmMohm)).toBeLessThan(cell.rmMohm > 1000 ? 0.15 : 0.05);
    expect(result.tooFast).toBe(result.tauMs < FASTEST_TAU_MS);
  });

  it('flags a time constant below 100 us, and no slower one', () => {
    const flagged = (cmPf: number, rsMohm: number): boolean =>
      analyseMembraneTest(testPulse({ cmPf, rsMohm, rmMohm: 1000 }, { noisePa: 5, sweeps: 20, filterHz: 10_000, seed: 3, train: true }))
        .tooFast;
    expect(flagged(10, 8)).toBe(true);
    expect(flagged(15, 8)).toBe(false);
  });

  it.each([0, 0.03, 0.07])('does not depend on a latency of %d ms between command and electrode', (latencyMs) => {
    const cell = { cmPf: 40, rsMohm: 10, rmMohm: 800 };
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 5, sweeps: 20, filterHz: 10_000, seed: 2, train: true, latencyMs }));
    expect(off(result.seriesResistanceMohm, 10)).toBeLessThan(0.05);
    expect(off(result.membraneCapacitancePf, 40)).toBeLessThan(0.05);
  });

  it.each([10_000, 20_000])('measures at %d Hz with a filter of half the rate', (rateHz) => {
    const cell = { cmPf: 60, rsMohm: 15, rmMohm: 900 };
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 5, sweeps: 20, filterHz: rateHz / 2, seed: 5, train: true, rateHz }));
    expect(off(result.seriesResistanceMohm, 15)).toBeLessThan(0.05);
    expect(off(result.membraneCapacitancePf, 60)).toBeLessThan(0.05);
    expect(off(result.membraneResistanceMohm, 900)).toBeLessThan(0.05);
  });

  it('takes one pulse from rest too, and states holding current and noise', () => {
    const cell = { cmPf: 30, rsMohm: 8, rmMohm: 500 };
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 5, sweeps: 20, filterHz: 5000, seed: 1 }));
    expect(off(result.seriesResistanceMohm, 8)).toBeLessThan(0.05);
    expect(off(result.membraneCapacitancePf, 30)).toBeLessThan(0.05);
    expect(off(result.membraneResistanceMohm, 500)).toBeLessThan(0.05);
    expect(result.holdingCurrentPa).toBeCloseTo(-80_000 / 508, 0);
    expect(result.noisePa).toBe(5);
  });

  it.each(grid.filter(({ rmMohm }) => rmMohm === 1000))('is exact to 0.5 %% without filter and noise: Cm $cmPf, Rs $rsMohm', (cell) => {
    const result = analyseMembraneTest(testPulse(cell, { noisePa: 0, sweeps: 1, seed: 1, train: true }));
    expect(off(result.seriesResistanceMohm, cell.rsMohm)).toBeLessThan(0.005);
    expect(off(result.membraneCapacitancePf, cell.cmPf)).toBeLessThan(0.005);
    expect(off(result.membraneResistanceMohm, cell.rmMohm)).toBeLessThan(0.005);
  });

  it('refuses a response without a cell, and one with a value that is no number', () => {
    const open: TestPulse = { sampleRateHz: 50_000, currentPa: new Float32Array(1500), pulseStart: 500, pulseMv: -10 };
    const random = createRandom(2);
    const noisy = { ...open, currentPa: open.currentPa.map(() => random.normal()) };
    expect(() => analyseMembraneTest(noisy)).toThrow(/Check that a cell is on the pipette/);
    expect(() => analyseMembraneTest({ ...open, pulseMv: 0 })).toThrow(/Lengthen the test pulse/);
    expect(() => analyseMembraneTest({ ...open, currentPa: open.currentPa.map(() => Number.NaN) })).toThrow(/no numbers/);
  });
});
