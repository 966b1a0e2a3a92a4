import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBesselLowPass } from '../amplifier/bessel.ts';
import { createRandom } from '../random/random.ts';
import { libraryProtocol } from '../testing/files.testing.ts';
import { mainsHum } from './mains-hum.ts';
import { readNoise } from './noise.ts';
import { countedSd, meanSd } from './noise-model.ts';
import { FIT_BINS, observationBins } from './observation-bins.ts';

const bins = observationBins(libraryProtocol('clark2022-rounded'), 10_000, FIT_BINS);
const length = bins.to.at(-1) ?? 0;
const noiseOf = (seed: number): Float32Array => {
  const random = createRandom(seed);
  return Float32Array.from({ length }, (_, k) => 2 * Math.sin(k / 9000) + 0.3 * random.normal());
};
const spreadOfMeans = (samples: Float32Array, width: number): number => {
  const means = Array.from({ length: Math.floor(length / width) }, (_, i) =>
    samples.subarray(i * width, (i + 1) * width).reduce((sum, value, k) => sum + (value - 2 * Math.sin((i * width + k) / 9000)) / width, 0),
  );
  return Math.sqrt(means.reduce((sum, mean) => sum + mean ** 2, 0) / means.length);
};

describe('noise as it is', () => {
  it('white noise is read as before, and averages out', () => {
    const noise = readNoise(bins, noiseOf(1));
    expect(noise).toMatchObject({ correlation: [], quantum: 0 });
    expect(noise.sd).toBeCloseTo(0.3, 2);
    expect(meanSd(noise, 16)).toBe(noise.sd / 4);
  });

  it.each([2, 3, 6])('a mean over %i samples colours it: SD of a sample and of means are those of the record', (fold) => {
    const white = noiseOf(2);
    const slow = (k: number): number => 2 * Math.sin(k / 9000);
    const smooth = white.map((_, k) => {
      let sum = 0;
      for (let j = 0; j < fold; j++) sum += (white[Math.max(0, k - j)] as number) - slow(Math.max(0, k - j));
      return slow(k) + sum / fold;
    });
    const noise = readNoise(bins, smooth);
    for (const width of [1, 4, 20, 50]) expect(meanSd(noise, width) / spreadOfMeans(smooth, width), `${width}`).toBeCloseTo(1, 0.7);
    expect(noise.sd / (0.3 / Math.sqrt(fold))).toBeCloseTo(1, 1);
  });

  it.each([1, 5])('bins of %i samples of a filtered record weigh a slow current as the record before its filter does', (width) => {
    const white = noiseOf(4).map((value, k) => value - 2 * Math.sin(k / 9000));
    const filter = createBesselLowPass(1000, 10_000);
    const filtered = white.map((value) => filter.next(value));
    const counted = countedSd(readNoise(bins, filtered), width);
    expect(counted / (0.3 / Math.sqrt(width))).toBeCloseTo(1, 0.8);
    // A mean of 2,000 samples by its bins, and as it is.
    const means = Array.from({ length: 40 }, (_, i) =>
      filtered.subarray(2000 * i, 2000 * (i + 1)).reduce((sum, value) => sum + value / 2000, 0),
    );
    const spread = Math.sqrt(means.reduce((sum, mean) => sum + mean ** 2, 0) / means.length);
    const claimed = counted / Math.sqrt(2000 / width);
    expect(claimed / spread).toBeGreaterThan(0.75);
    expect(claimed / spread).toBeLessThan(1.35);
  });

  it('samples that are left out change nothing', () => {
    const holes = noiseOf(1);
    for (let k = 0; k < length; k += 500) holes.fill(NaN, k, k + 40);
    expect(readNoise(bins, holes).sd).toBeCloseTo(0.3, 2);
  });

  it('hum of the mains has its frequency and amplitude; noise has none', () => {
    const with50 = noiseOf(3).map((value, k) => value + 0.4 * Math.sin((2 * Math.PI * 50 * k) / 10_000));
    expect(mainsHum(with50, bins)).toMatchObject({ frequencyHz: 50 });
    expect(mainsHum(with50, bins)?.amplitudePaPf).toBeCloseTo(0.4, 1);
    expect(mainsHum(noiseOf(3), bins)).toBeNull();
  });

  it('a short quiet stretch of noise has no hum by chance', () => {
    const brief = { ...bins, from: bins.from.slice(0, 1), to: Int32Array.of(bins.from[0]! + 900), sinceJumpMs: Float64Array.of(100) };
    const seeds = Array.from({ length: 200 }, (_, k) => k + 1);
    expect(seeds.filter((seed) => mainsHum(noiseOf(seed), brief) !== null)).toEqual([]);
  });
});

const cases = join(import.meta.dirname, '../../../../shared/cases/noise');
describe.skipIf(!existsSync(cases))('cases of ../shared', () => {
  it.each([
    ['h_all_filtered_2900.f32', 0.3],
    ['g_quant0.2_n0.05.f32', 0.077],
  ])('%s: %f pA/pF', (file, sd) => {
    const bytes = readFileSync(join(cases, file));
    const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    expect(readNoise(bins, samples).sd / sd).toBeCloseTo(1, 1);
  });
});
