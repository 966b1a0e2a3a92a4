import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { analyseBeats } from './beats.ts';

const optimised = join(import.meta.dirname, '../../../../shared/data/ipsc-optimised');

/** A rise of a given speed to the peak, a fall of 150 ms, flat diastole. */
function pulses(amplitudeMv: number, speedVs: number, dtMs = 0.1, noiseMv = 0, cycleMs = 900): Float64Array {
  const random = createRandom(8);
  const riseMs = amplitudeMv / speedVs;
  return Float64Array.from({ length: Math.round(10_000 / dtMs) }, (_, i) => {
    const into = (i * dtMs) % cycleMs;
    const up = into < riseMs ? into / riseMs : Math.max(0, 1 - (into - riseMs) / 150);
    return -60 + amplitudeMv * up + noiseMv * random.normal();
  });
}

describe('one definition of a beat', () => {
  it.each([
    ['42 mV at 1.6 V/s', 42, 1.6, 'beating'],
    ['42 mV at 1.3 V/s', 42, 1.3, 'oscillating'],
    ['100 mV at 1.3 V/s', 100, 1.3, 'oscillating'],
    ['38 mV at 20 V/s', 38, 20, 'oscillating'],
    ['12 mV at 2 V/s', 12, 2, 'oscillating'],
    ['6 mV at 2 V/s', 6, 2, 'quiescent'],
  ])('%s', (_, amplitude, speed, outcome) => {
    expect(analyseBeats(pulses(amplitude, speed), 0.1).outcome).toBe(outcome);
  });

  it.each([
    [0.02, 1],
    [0.1, 1],
    [0.5, 0.5],
    [0.5, 2],
    [1, 1],
  ])('noise makes no action potential of an oscillation, and hides none (every %f ms, SD %f mV)', (dtMs, noiseMv) => {
    expect(analyseBeats(pulses(60, 0.8, dtMs, noiseMv), dtMs).outcome).toBe('oscillating');
    expect(analyseBeats(pulses(60, 5, dtMs, noiseMv), dtMs).outcome).toBe('beating');
    expect(analyseBeats(pulses(0, 1, dtMs, noiseMv), dtMs).outcome).toBe('quiescent');
  });

  it('an oscillation has a cycle, a peak and a trough, and no beat and no duration', () => {
    const sine = Float64Array.from({ length: 20_000 }, (_, i) => -30 + 15 * Math.sin((2 * Math.PI * i) / 1250));
    const { outcome, features } = analyseBeats(sine, 0.5);
    expect(outcome).toBe('oscillating');
    expect(features).toMatchObject({ beats: 0, apd50Ms: null, apd90Ms: null });
    expect(features.cycleLengthMs).toBeCloseTo(625, 0);
    expect(features.peakMv).toBeCloseTo(-15, 1);
    expect(features.mdpMv).toBeCloseTo(-45, 1);
  });

  it('a rhythm that dies away, and hum of the mains, are rest', () => {
    const dying = Float64Array.from({ length: 10_000 }, (_, i) => -50 + (i < 4000 ? 20 : 0.1) * Math.sin((2 * Math.PI * i) / 700));
    expect(analyseBeats(dying, 1).outcome).toBe('quiescent');
    const random = createRandom(2);
    const hum = Float64Array.from({ length: 20_000 }, (_, i) => -50 + 8 * Math.sin((2 * Math.PI * 50 * i) / 2000) + 0.3 * random.normal());
    expect(analyseBeats(hum, 0.5).outcome).toBe('quiescent');
  });

  it('a drift of the baseline is no amplitude', () => {
    const drifting = pulses(30, 10).map((mv, i) => mv + 20 * (i / 100_000));
    expect(analyseBeats(drifting, 0.1).outcome).toBe('oscillating');
  });
});

describe.skipIf(!existsSync(optimised))('living cells of ../shared', () => {
  const { cells } = JSON.parse(readFileSync(join(optimised, 'classes.json'), 'utf8')) as { cells: Record<string, string> };
  const words: Record<string, string[]> = {
    beats: ['beating', 'irregular'],
    rests: ['quiescent', 'depolarised'],
    oscillates: ['oscillating'],
  };
  it.each(readdirSync(optimised).filter((name) => name in cells))('%s', (cell) => {
    const lines = readFileSync(join(optimised, cell, 'ap_pre.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const times = lines.slice(0, 2).map((line) => Number(line.split(',')[0]));
    const voltageMv = lines.map((line) => 1000 * Number(line.split(',')[1]));
    const { outcome, features } = analyseBeats(voltageMv, 1000 * ((times[1] ?? NaN) - (times[0] ?? NaN)));
    expect(words[cells[cell] as string], JSON.stringify(features)).toContain(outcome);
  });
});
