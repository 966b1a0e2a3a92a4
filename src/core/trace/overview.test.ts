import { describe, expect, test } from 'vitest';
import { buildPyramid, envelopeBetween, samplesBetween } from './envelope.ts';
import { EnvelopeBuilder } from './envelope-builder.ts';
import { COARSE_FOLD, coarser, OVERVIEW_FOLD, OverviewBuilder, overviewEnvelope } from './overview.ts';

const RATE_HZ = 10_000;
const trace = Float32Array.from({ length: 100_003 }, (_, i) => Math.sin(i / 300) * 40 + (i % 977 === 0 ? 25 : 0));

function pieces(add: (first: number, values: Float32Array) => void): void {
  for (let k = 0; k < trace.length; k += 613) add(k, trace.subarray(k, k + 613));
}

describe('envelopes of traces that come piece by piece', () => {
  test('are those of the whole trace', () => {
    const { first, end } = samplesBetween({ sampleRateHz: RATE_HZ, samples: trace.length }, 123, 7_654);
    const builder = new EnvelopeBuilder(first, end, 700);
    builder.add(first, trace.subarray(first, first + 5000));
    builder.add(first + 5000, trace.subarray(first + 5000, end));
    expect(builder.envelope(RATE_HZ)).toEqual(envelopeBetween(buildPyramid(trace, RATE_HZ), 123, 7_654, 700));
  });

  test('leave gaps as NaN', () => {
    const builder = new EnvelopeBuilder(0, 100, 10);
    builder.add(50, new Float32Array(50).fill(3));
    expect([...builder.envelope(RATE_HZ).min]).toEqual([NaN, NaN, NaN, NaN, NaN, 3, 3, 3, 3, 3]);
  });

  test('from an overview: every value is there, nothing else', () => {
    const builder = new OverviewBuilder(trace.length);
    pieces((first, values) => builder.add(first, values));
    const overview = builder.overview();
    const entries = Math.ceil(trace.length / OVERVIEW_FOLD);
    expect(overview.min).toHaveLength(entries);
    const envelope = overviewEnvelope(overview, RATE_HZ, 0, trace.length, 100);
    expect(envelope.min).toHaveLength(100);
    for (let i = 0; i < 100; i++) {
      const part = trace.subarray(Math.floor((i * entries) / 100) * OVERVIEW_FOLD, Math.floor(((i + 1) * entries) / 100) * OVERVIEW_FOLD);
      expect([envelope.min[i], envelope.max[i]]).toEqual([Math.min(...part), Math.max(...part)]);
    }
    expect(envelope.timeMs[0]).toBeCloseTo(((Math.floor(entries / 100) * OVERVIEW_FOLD - 1) / 2 / RATE_HZ) * 1000, 6);
    expect(envelope.timeMs[99]).toBeLessThanOrEqual(((trace.length - 1) / RATE_HZ) * 1000);
  });

  test('from the coarse overview likewise, with what was lost as NaN', () => {
    const builder = new OverviewBuilder(trace.length);
    builder.add(0, trace.subarray(0, 20_000));
    builder.add(3 * COARSE_FOLD, trace.subarray(3 * COARSE_FOLD));
    const coarse = coarser(builder.overview());
    const entries = Math.ceil(trace.length / COARSE_FOLD);
    expect([coarse.fold, coarse.min.length]).toEqual([COARSE_FOLD, entries]);
    const envelope = overviewEnvelope(coarse, RATE_HZ, 0, trace.length, entries);
    for (let i = 0; i < entries; i++) {
      const part = i === 2 ? trace.subarray(2 * COARSE_FOLD, 20_000) : trace.subarray(i * COARSE_FOLD, (i + 1) * COARSE_FOLD);
      expect([envelope.min[i], envelope.max[i]]).toEqual([Math.min(...part), Math.max(...part)]);
    }
    expect([...coarser(new OverviewBuilder(10_000).overview()).min]).toEqual([NaN, NaN]);
  });
});
