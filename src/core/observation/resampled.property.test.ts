import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Protocol } from '../protocol/protocol.ts';
import { featureBins } from './observation-bins.ts';
import { presentMeans } from './lost-samples.ts';
import { noiseAtRate, resampled } from './resampled.ts';

const steps = fc.array(
  fc.tuple(
    fc.integer({ min: -120, max: 60 }),
    fc.integer({ min: 20, max: 400 }).map((ms) => ms / 2),
  ),
  {
    minLength: 1,
    maxLength: 5,
  },
);
const rates = fc.oneof(fc.constantFrom(2000, 4000, 5000, 20_000, 25_000, 50_000, 100_000), fc.integer({ min: 2000, max: 100_000 }));

function protocolOf(segments: readonly (readonly [mv: number, ms: number])[]): Protocol {
  return {
    id: 'steps',
    name: 'Steps',
    source: 'test',
    holdingMv: -80,
    segments: segments.map(([voltageMv, durationMs]) => ({ kind: 'step', voltageMv, durationMs })),
  };
}

/** A record of any rate of a current that is another line after each change of the command. */
function lines(protocol: Protocol, sampleRateHz: number, slopes: readonly number[]): Float64Array {
  const ends: number[] = [];
  for (const { durationMs } of protocol.segments) ends.push((ends.at(-1) ?? 0) + durationMs);
  return Float64Array.from({ length: Math.floor(((ends.at(-1) ?? 0) * sampleRateHz) / 1000 + 1e-6) + 1 }, (_, k) => {
    const ms = (1000 * k) / sampleRateHz;
    const segment = Math.min(
      ends.findIndex((end) => ms <= end + 1e-9),
      ends.length - 1,
    );
    return value(protocol, segment, ms, slopes);
  });
}

const value = (protocol: Protocol, segment: number, ms: number, slopes: readonly number[]): number => {
  const step = protocol.segments[segment];
  return (step?.kind === 'step' ? step.voltageMv : 0) + (slopes[segment] ?? 0) * ms;
};

test('a record of any rate gives the bins of 10 kHz what one of 10 kHz gives them, or nothing', () => {
  fc.assert(
    fc.property(
      steps,
      rates,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (segments, rate, slopes) => {
        // The current is another line only where the command changes.
        fc.pre(segments.every(([mv], i) => mv !== segments[i - 1]?.[0]));
        const protocol = protocolOf(segments);
        const bins = featureBins(protocol, 10_000);
        const expected = presentMeans(bins, lines(protocol, 10_000, slopes));
        const { means, whole } = presentMeans(bins, resampled(bins, lines(protocol, rate, slopes), rate));
        // A box around a sample is as long on both sides up to half a sample of the record.
        const off = rate >= 20_000 ? 500 / rate + 0.05 : 2e-5;
        means.forEach((mean, r) => {
          if (whole[r] === 1) expect(Math.abs(mean - (expected.means[r] as number))).toBeLessThan(off);
        });
        const gaps = whole.reduce(
          (count, there, r) => count + Number(there === 0 && (bins.sinceJumpMs[r] as number) > 1000 / rate + 0.1),
          0,
        );
        // Only beside a jump is there nothing: at most one sample of the record before each, and the last one.
        const widest = rate < 20_000 ? Math.ceil(10_000 / rate) : 0;
        expect(gaps).toBeLessThanOrEqual(segments.length * widest);
      },
    ),
    { numRuns: 60 },
  );
});

test('at the rate of the bins the samples are those of the record, and a lost one stays lost', () => {
  const bins = featureBins(protocolOf([[0, 50]]), 10_000);
  const samples = new Float32Array(501).fill(1);
  expect(resampled(bins, samples, 10_000)).toBe(samples);
  const coarse = new Float32Array(101).fill(1);
  coarse[50] = NaN;
  const { whole } = presentMeans(bins, resampled(bins, coarse, 2000));
  const lost = Array.from(whole).flatMap((there, r) => (there === 0 ? [r] : []));
  expect(lost.length).toBeGreaterThan(0);
  for (const r of lost.filter((at) => (bins.sinceJumpMs[at] as number) > 0.5))
    expect(Math.abs(((bins.from[r] ?? 0) + (bins.to[r] ?? 0) - 1) / 20 - 25)).toBeLessThan(6);
});

test('noise keeps its SD over a time, whatever the rate', () => {
  expect(noiseAtRate(0.2, 40_000, 10_000)).toBeCloseTo(0.1, 12);
  expect(noiseAtRate(0.2, 2500, 10_000)).toBeCloseTo(0.4, 12);
});
