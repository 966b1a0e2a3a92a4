import { describe, expect, it } from 'vitest';
import { createBesselLowPass } from '../amplifier/bessel.ts';
import { createWhiteNoise } from '../amplifier/noise.ts';
import { createRandom } from '../random/random.ts';
import { membraneFromSteps, type StepClamp, type StepReading } from './step-membrane.ts';
import { StepTransients } from './step-transients.ts';

const INNER_US = 5;

interface Rc {
  readonly rs: number;
  readonly cm: number;
  readonly rm?: number;
}

type Level = readonly [mv: number, ms: number];
const LEVELS: readonly Level[] = [
  [-80, 20],
  [-120, 20],
  [-80, 20],
  [0, 20],
  [-90, 20],
  [-110, 20],
];

/** An RC cell behind Rs in the equations of Lei et al. 2020, sampled behind a Bessel filter; the range ends at `mostPa`. */
function record({ rs, cm, rm = 500 }: Rc, levels: readonly Level[], clamp: StepClamp, mostPa = Infinity): StepTransients {
  const { compensation: set, sampleRateHz, filterHz } = clamp;
  const left = rs - ((set?.correctionPercent ?? 0) / 100) * (set?.seriesResistanceMohm ?? 0);
  const cancelled = set?.membraneCapacitancePf ?? 0;
  const tauSet = (1 - (set?.predictionPercent ?? 0) / 100) * cancelled * (set?.seriesResistanceMohm ?? 0) * 1e-3;
  const tau = ((left * rm) / (left + rm)) * cm * 1e-3;
  const dt = INNER_US * 1e-3;
  const noise = createWhiteNoise(createRandom(7), 3);
  const filter = createBesselLowPass(filterHz, 1e6 / INNER_US);
  const perSample = 1e6 / sampleRateHz / INNER_US;
  let v = ((levels[0]?.[0] ?? 0) * rm) / (left + rm);
  let estimate = levels[0]?.[0] ?? 0;
  filter.settle((1000 * estimate) / (left + rm));
  const voltage: number[] = [];
  const current: number[] = [];
  let inner = 0;
  for (const [mv, ms] of levels) {
    for (let i = 0; i < Math.round(ms / dt); i++) {
      const target = (mv * rm) / (left + rm);
      v = target + (v - target) * Math.exp(-dt / tau);
      estimate = tauSet > 0 ? mv + (estimate - mv) * Math.exp(-dt / tauSet) : mv;
      const slope = tauSet > 0 ? (cancelled * (mv - estimate)) / tauSet : 0;
      const seen = filter.next((1000 * (mv - v)) / left - slope);
      // A sample at a step is taken before it.
      if (++inner % perSample !== 0) continue;
      voltage.push(mv);
      current.push(Math.max(-mostPa, Math.min(mostPa, seen + noise())));
    }
  }
  const found = new StepTransients(sampleRateHz);
  for (let from = 0; from < voltage.length; from += 137)
    found.block(from, Float32Array.from(voltage.slice(from, from + 137)), Float32Array.from(current.slice(from, from + 137)));
  return found;
}

const read = (cell: Rc, clamp: StepClamp, mostPa?: number): StepReading =>
  membraneFromSteps(record(cell, LEVELS, clamp, mostPa).found, clamp);
const set = (rs: number, cm: number, percent: number) => ({
  seriesResistanceMohm: rs,
  membraneCapacitancePf: cm,
  correctionPercent: percent,
  predictionPercent: percent,
});

describe('Rs and Cm by the steps of a recording', () => {
  const CELLS: readonly Rc[] = [
    { rs: 12, cm: 50 },
    { rs: 30, cm: 80 },
  ];
  const TRUE = CELLS.flatMap((was) => [was, { rs: 1.3 * was.rs, cm: was.cm }, { rs: 0.8 * was.rs, cm: 1.05 * was.cm }]).map((now, i) => ({
    was: CELLS[Math.floor(i / 3)] ?? now,
    now,
  }));

  it.each([10_000, 20_000, 50_000])('are within a twentieth at %d Hz, whatever was compensated, or not given', (sampleRateHz) => {
    for (const percent of [0, 70, 80])
      for (const { was, now } of TRUE) {
        const clamp = { sampleRateHz, filterHz: 5000, compensation: set(was.rs, was.cm, percent) };
        const { membrane, noMembrane } = read(now, clamp);
        const leftMs = (now.rs - (percent / 100) * was.rs) * now.cm * 1e-3;
        // The limit itself is not tested: on either side of it there is a fifth.
        if (leftMs > 1.2 * Math.max(1500 / sampleRateHz, 0.048)) expect(noMembrane).toBeNull();
        if (membrane === null) continue;
        expect(Math.abs(membrane.seriesResistanceMohm / now.rs - 1)).toBeLessThan(0.05);
        expect(Math.abs(membrane.membraneCapacitancePf / now.cm - 1)).toBeLessThan(0.05);
        expect(membrane.steps).toBe(3);
      }
  });

  it('are given for an amplifier that compensates nothing', () => {
    const { membrane } = read({ rs: 15, cm: 40 }, { sampleRateHz: 10_000, filterHz: 5000, compensation: null });
    expect(membrane?.seriesResistanceMohm).toBeCloseTo(15, 0);
    expect(membrane?.membraneCapacitancePf).toBeCloseTo(40, 0);
  });

  it('are not given where the transient is too fast for the rate', () => {
    const clamp = { sampleRateHz: 10_000, filterHz: 5000, compensation: set(12, 50, 80) };
    expect(read({ rs: 12, cm: 50 }, clamp)).toEqual({
      membrane: null,
      noMembrane: expect.stringMatching(/not readable at this rate/) as string,
    });
  });

  it('are not given where the transients leave the range', () => {
    const clamp = { sampleRateHz: 10_000, filterHz: 5000, compensation: null };
    expect(read({ rs: 12, cm: 50 }, clamp, 1000).noMembrane).toMatch(/beyond the range/);
  });

  it('are not given where prediction and correction differ, nor without a passive step', () => {
    const clamp = { sampleRateHz: 10_000, filterHz: 5000, compensation: { ...set(12, 50, 70), predictionPercent: 80 } };
    expect(read({ rs: 12, cm: 50 }, clamp).noMembrane).toMatch(/differ/);
    expect(membraneFromSteps([], clamp).noMembrane).toMatch(/no step between two potentials below −70 mV/);
  });
});

describe('the steps that are found', () => {
  const held = (mv: number, ms: number): number[] => new Array<number>(10 * ms).fill(mv);
  const stepsOf = (command: readonly number[], from = 0, watch = new StepTransients(10_000)): number[] => {
    watch.block(from, Float32Array.from(command), new Float32Array(command.length));
    return watch.found.map(({ stepMv }) => stepMv);
  };

  it('lie between two held potentials at which no sodium channel opens', () => {
    expect(stepsOf([...held(-80, 20), ...held(-120, 20), ...held(-20, 20), ...held(-90, 20), ...held(-100, 20)])).toEqual([-40, -10]);
    // Not held long enough before, or after.
    expect(stepsOf([...held(-80, 4), ...held(-120, 4), ...held(-80, 20)])).toEqual([]);
    // A ramp is no step.
    expect(stepsOf([...held(-80, 20), ...Array.from({ length: 300 }, (_, i) => -80 - i / 10), ...held(-110, 20)])).toEqual([]);
  });

  it('are none across lost samples', () => {
    const watch = new StepTransients(10_000);
    stepsOf(held(-80, 20), 0, watch);
    expect(stepsOf(held(-120, 20), 210, watch)).toEqual([]);
  });
});
