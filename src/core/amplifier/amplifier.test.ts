import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.ts';
import { besselDelayMs, createBesselLowPass } from './bessel.ts';
import { createWhiteNoise } from './noise.ts';

/** Amplitude and delay (ms) of the answer to a sine, by projection on the last whole periods. */
function sineAnswer(cornerHz: number, rateHz: number, frequencyHz: number): { gain: number; delayMs: number } {
  const filter = createBesselLowPass(cornerHz, rateHz);
  let [sine, cosine, count] = [0, 0, 0];
  const total = rateHz / 5;
  for (let k = 0; k < total; k++) {
    const phase = (2 * Math.PI * frequencyHz * k) / rateHz;
    const y = filter.next(Math.sin(phase));
    if (k < total / 2) continue;
    sine += y * Math.sin(phase);
    cosine += y * Math.cos(phase);
    count++;
  }
  return {
    gain: (2 / count) * Math.hypot(sine, cosine),
    delayMs: (-Math.atan2(cosine, sine) / (2 * Math.PI * frequencyHz)) * 1000,
  };
}

describe('createBesselLowPass', () => {
  it('passes -3 dB at its corner and the Bessel attenuation at twice the corner', () => {
    expect(sineAnswer(5000, 500_000, 5000).gain).toBeCloseTo(Math.SQRT1_2, 3);
    // Order 4 Bessel: -13.4 dB at twice the -3 dB frequency.
    expect(20 * Math.log10(sineAnswer(5000, 500_000, 10_000).gain)).toBeCloseTo(-13.4, 0);
  });

  it('delays all of the pass band by the same time', () => {
    for (const frequencyHz of [200, 1000, 3000]) {
      expect(sineAnswer(5000, 500_000, frequencyHz).delayMs).toBeCloseTo(besselDelayMs(5000), 3);
    }
  });

  it.each([8000, 10_000, 20_000, 50_000])('settles on a step with under 1.5 %% overshoot at %i Hz', (rateHz) => {
    const filter = createBesselLowPass(5000, rateHz);
    const answer = Array.from({ length: 200 }, () => filter.next(1));
    expect(answer.at(-1)).toBeCloseTo(1, 9);
    expect(Math.max(...answer)).toBeLessThan(1.015);
  });

  it('starts at rest at a given value', () => {
    const filter = createBesselLowPass(5000, 10_000);
    filter.settle(-40);
    expect(filter.next(-40)).toBeCloseTo(-40, 9);
  });

  it('refuses a corner that is not above 0', () => {
    expect(() => createBesselLowPass(0, 10_000)).toThrow(/above 0 Hz, got 0 Hz/);
  });
});

describe('createWhiteNoise', () => {
  it('has the requested rms and is reproducible by its seed', () => {
    const values = (seed: number): number[] => {
      const next = createWhiteNoise(createRandom(seed), 4);
      return Array.from({ length: 50_000 }, next);
    };
    const noise = values(5);
    expect(Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length)).toBeCloseTo(4, 1);
    expect(values(5)).toEqual(noise);
    expect(() => createWhiteNoise(createRandom(1), -1)).toThrow(/0 or more/);
  });
});
