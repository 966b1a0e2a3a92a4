import { expect, test } from 'vitest';
import { fitPulse } from './pulse-fit.ts';
import { pulseShape } from './pulse-shape.ts';

const RATE_HZ = 50_000;
const FILTER_HZ = 10_000;
const N = 1250;

test.each([0.02, 0.03, 0.04, 0.06, 0.1, 0.3])(
  'a transient of %f ms is found from a start that is too long, also behind a filter as slow',
  (tauMs) => {
    const on = (tau: number): Float64Array =>
      pulseShape({ tauMs: tau, delayMs: 0.004, sampleRateHz: RATE_HZ, samples: N, filterHz: FILTER_HZ });
    const [step, transient] = [on(Infinity), on(tauMs)];
    const currentPa = Float32Array.from({ length: 2 * N }, (_, k) =>
      k < N
        ? 10 * (1 - (step[k] as number)) - 1000 * (transient[k] as number)
        : 10 * (step[k - N] as number) + 1000 * (transient[k - N] as number),
    );
    for (const startMs of [1.2 * tauMs, 2 * tauMs, 0.08 + tauMs]) {
      const fit = fitPulse({ sampleRateHz: RATE_HZ, currentPa, pulseStart: N, pulseMv: 10, train: true, filterHz: FILTER_HZ }, startMs);
      expect(Math.abs(fit.tauMs / tauMs - 1)).toBeLessThan(0.01);
      expect(Math.abs(fit.transientPa / 1000 - 1)).toBeLessThan(0.01);
    }
  },
);
