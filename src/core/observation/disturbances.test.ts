import { describe, expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { libraryProtocol } from '../testing/files.testing.ts';
import { protocolSampleCount } from '../protocol/protocol.ts';
import { disturbanceSds, withDisturbances } from './disturbances.ts';
import { FIT_BINS, observationBins } from './observation-bins.ts';

const RATE_HZ = 10_000;
const protocol = libraryProtocol('clark2022');
const bins = observationBins(protocol, RATE_HZ, FIT_BINS);

function noise(seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: protocolSampleCount(protocol, RATE_HZ) }, () => 0.1 * random.normal());
}

const added = (record: Float64Array, of: (ms: number) => number): Float64Array => record.map((paPf, k) => paPf + of((1000 * k) / RATE_HZ));

describe('disturbances of a recording', () => {
  test('noise alone has none', () => {
    expect(disturbanceSds(noise(1), bins, protocol, 'living')).toBeNull();
  });

  test('a wave makes its own bins count less, the middle least, and no others', () => {
    const record = added(noise(2), (ms) => (ms > 7600 && ms < 7900 ? 0.5 * (1 - Math.cos((2 * Math.PI * (ms - 7600)) / 300)) : 0));
    const sds = disturbanceSds(record, bins, protocol, 'living')!;
    const at = (ms: number): number => sds[bins.from.findIndex((from) => from >= (ms * RATE_HZ) / 1000)]!;
    expect(at(7750)).toBeGreaterThan(1);
    expect(at(7660)).toBeLessThan(at(7750));
    expect(disturbanceSds(record, bins, protocol, 'simulated')).toBeNull();
    for (const ms of [300, 5000, 7500, 8000, 9000]) expect(at(ms), `${ms}`).toBe(0);
  });

  test('hum counts against narrow bins, which share it, and averages out over a period', () => {
    const sds = disturbanceSds(
      added(noise(3), (ms) => 0.3 * Math.sin(0.1 * Math.PI * ms)),
      bins,
      protocol,
      'simulated',
    )!;
    const widths = bins.from.map((from, r) => bins.to[r]! - from);
    const narrow = sds[widths.indexOf(1)]!;
    const wide = sds[widths.indexOf(Math.max(...widths))]!;
    // 100 bins of one sample share half a period.
    expect(narrow).toBeCloseTo(10 * (0.3 / Math.SQRT2), 0);
    expect(wide).toBeLessThan(narrow / 3);
  });

  test('a bin that is left out stays left out', () => {
    expect([...withDisturbances(Float64Array.of(Infinity, 3), Float64Array.of(1, 4))]).toEqual([Infinity, 5]);
    const sigma = Float64Array.of(1);
    expect(withDisturbances(sigma, null)).toBe(sigma);
  });
});
