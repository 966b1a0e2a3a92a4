import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseBeats } from './beats.ts';

const shared = join(import.meta.dirname, '../../../../shared');
const haveShared = existsSync(shared);

/** Beats with a 1.5 ms upstroke, a linear repolarisation of 300 ms and a slow diastole; noise from a fixed generator. */
function syntheticBeats(seconds: number, dtMs: number, cycleMs: (beat: number) => number, noiseMv = 0): Float32Array {
  const n = Math.round((seconds * 1000) / dtMs) + 1;
  const trace = new Float32Array(n);
  let start = 100;
  let beat = 0;
  let state = 12345;
  for (let i = 0; i < n; i++) {
    const t = i * dtMs;
    if (t >= start + cycleMs(beat)) start += cycleMs(beat++);
    const into = t - start;
    let v = -70;
    if (into >= 0 && into < 1.5) v = -70 + (100 * into) / 1.5;
    else if (into >= 1.5 && into < 301.5) v = 30 - (100 * (into - 1.5)) / 300;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    trace[i] = v + noiseMv * Math.sqrt(12) * (state / 2 ** 32 - 0.5);
  }
  return trace;
}

function floats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function spontaneous(cell: string): Float32Array {
  const lines = readFileSync(join(shared, 'data/ipsc-cm', cell, 'Pre-drug_spont.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return Float32Array.from(lines, (line) => 1000 * Number(line.split(',')[1]));
}

describe('analyseBeats', () => {
  it('measures clean beats', () => {
    const { outcome, features } = analyseBeats(
      syntheticBeats(10, 0.1, () => 800),
      0.1,
    );
    expect(outcome).toBe('beating');
    expect(features.cycleLengthMs).toBeCloseTo(800, 2);
    expect(features.mdpMv).toBeCloseTo(-70, 2);
    expect(features.peakMv).toBeCloseTo(30, 0);
    expect(features.apd90Ms).toBeCloseTo(271, 0);
    expect(features.apd50Ms).toBeCloseTo(151, 0);
  });

  it('reads the same beats through 1 mV of noise at 10 kHz', () => {
    const { outcome, features } = analyseBeats(
      syntheticBeats(10, 0.1, () => 800, 1),
      0.1,
    );
    expect(outcome).toBe('beating');
    expect(features.beats).toBe(13);
    expect(features.cycleLengthMs).toBeCloseTo(800, 0);
    expect(Math.abs((features.mdpMv as number) + 70)).toBeLessThan(1);
    expect(Math.abs((features.apd90Ms as number) - 271)).toBeLessThan(5);
  });

  it('distinguishes irregular beating, rest and depolarisation', () => {
    expect(
      analyseBeats(
        syntheticBeats(10, 1, (beat) => (beat % 2 ? 500 : 1300)),
        1,
      ).outcome,
    ).toBe('irregular');
    expect(analyseBeats(new Float32Array(5000).fill(-72), 1)).toMatchObject({
      outcome: 'quiescent',
      features: { beats: 0, mdpMv: -72, cycleLengthMs: null },
    });
    expect(analyseBeats(new Float32Array(5000).fill(-20), 1).outcome).toBe('depolarised');
  });

  it('calls a cell that beats once and then rests quiescent, and two late beats of ten seconds irregular', () => {
    expect(
      analyseBeats(
        syntheticBeats(10, 1, (beat) => (beat === 0 ? 1000 : 1e9)),
        1,
      ).outcome,
    ).toBe('quiescent');
    expect(
      analyseBeats(
        syntheticBeats(10, 1, () => 6000),
        1,
      ).outcome,
    ).toBe('irregular');
  });

  it('requires two beats in a short window', () => {
    expect(
      analyseBeats(
        syntheticBeats(3, 1, () => 1600),
        1,
      ).outcome,
    ).toBe('beating');
  });

  it('refuses a trace that is not a number', () => {
    const trace = syntheticBeats(3, 1, () => 800);
    trace[17] = NaN;
    expect(() => analyseBeats(trace, 1)).toThrow(/NaN at sample 17/);
    expect(() => analyseBeats(trace, 0)).toThrow(/sample interval/);
  });
});

describe.skipIf(!haveShared)('analyseBeats on the shared reference (skipped: ../shared is absent)', () => {
  it('agrees with the features of the 80 validation cells, of which 71 have action potentials', () => {
    const manifest = JSON.parse(readFileSync(join(shared, 'validation/manifest.json'), 'utf8')) as {
      cells: { ap: { CL: number; APD90: number; MDP: number; peak: number; dvdt: number } }[];
    };
    const traces = floats(join(shared, 'validation/ap_clean.f32'));
    manifest.cells.forEach((cell, i) => {
      const { outcome, features } = analyseBeats(traces.subarray(i * 10001, (i + 1) * 10001), 1);
      // Nine of them rise more slowly than an action potential (ADR 41).
      const isBeat = cell.ap.dvdt >= 1.5;
      expect(outcome, `cell ${i}`).toBe(isBeat ? 'beating' : 'oscillating');
      expect(Math.abs((features.cycleLengthMs as number) / cell.ap.CL - 1), `cell ${i} cycle length`).toBeLessThan(0.001);
      if (isBeat) expect(Math.abs((features.apd90Ms as number) / cell.ap.APD90 - 1), `cell ${i} APD90`).toBeLessThan(0.01);
      else expect(features).toMatchObject({ beats: 0, apd50Ms: null, apd90Ms: null });
      expect(Math.abs((features.mdpMv as number) - cell.ap.MDP), `cell ${i} MDP`).toBeLessThan(0.1);
      expect(Math.abs((features.peakMv as number) - cell.ap.peak), `cell ${i} peak`).toBeLessThan(0.1);
      expect(Math.abs((features.dvdtMaxVs as number) / cell.ap.dvdt - 1), `cell ${i} dV/dt`).toBeLessThan(0.02);
    });
  });

  it('agrees with the reference beat of the published cell', () => {
    const rows = floats(join(shared, 'model/reference/ap_base.f32'));
    const { features } = analyseBeats(
      Float32Array.from({ length: 30001 }, (_, i) => rows[i * 43 + 1] as number),
      0.1,
    );
    expect(features.cycleLengthMs).toBeCloseTo(982.5, 1);
    expect(features.mdpMv).toBeCloseTo(-75.6, 2);
    expect(features.apd90Ms).toBeCloseTo(413.3, 0);
    expect(features.peakMv).toBeCloseTo(34.3, 1);
    expect(features.dvdtMaxVs).toBeCloseTo(32.9, 0);
  });

  it('distinguishes the real cell that beats from the one that rests', () => {
    const beating = analyseBeats(spontaneous('021921_1'), 0.1);
    expect(beating.outcome).toBe('beating');
    expect(beating.features).toMatchObject({ beats: 21 });
    expect(beating.features.cycleLengthMs).toBeCloseTo(482.3, 0);
    const resting = analyseBeats(spontaneous('031221_1'), 0.1);
    expect(resting.outcome).toBe('quiescent');
    expect(resting.features.mdpMv).toBeCloseTo(-49, 0);
  });
});
