import fc from 'fast-check';
import { expect, test } from 'vitest';
import { protocolDurationMs } from '../protocol/protocol.ts';
import { anyProtocol } from '../testing/protocols.testing.ts';
import { binRecording, FIT_BINS, featureBins, observationBins } from './observation-bins.ts';

const rate = fc.constantFrom(2000, 10_000, 25_000);

test('bins hold every sample after the start once, in order, whatever the protocol', () => {
  fc.assert(
    fc.property(anyProtocol, rate, fc.boolean(), (protocol, sampleRateHz, fine) => {
      const { from, to, sinceJumpMs } = fine ? observationBins(protocol, sampleRateHz, FIT_BINS) : featureBins(protocol, sampleRateHz);
      const last = Math.floor((protocolDurationMs(protocol) * sampleRateHz) / 1000 + 1e-6);
      let next = 1;
      from.forEach((first, r) => {
        expect(first).toBe(next);
        expect(to[r]).toBeGreaterThan(first);
        expect(sinceJumpMs[r]).toBeGreaterThanOrEqual(0);
        next = to[r] ?? NaN;
      });
      expect(next).toBe(last + 1);
    }),
  );
});

test('of a constant record every bin is the constant, of a sum the sum', () => {
  fc.assert(
    fc.property(anyProtocol, fc.double({ min: -50, max: 50, noNaN: true }), (protocol, value) => {
      const bins = observationBins(protocol, 10_000, FIT_BINS);
      const count = bins.to.at(-1) ?? 0;
      const constant = new Float64Array(count).fill(value);
      const ramp = constant.map((_, k) => k / 100);
      const sum = binRecording(
        bins,
        ramp.map((one) => one + value),
      );
      binRecording(bins, constant).forEach((mean) => expect(mean).toBeCloseTo(value, 9));
      binRecording(bins, ramp).forEach((mean, r) => expect(sum[r]).toBeCloseTo(mean + value, 8));
    }),
  );
});
