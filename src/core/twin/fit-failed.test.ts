import { describe, expect, it } from 'vitest';
import { FAILED_CHI2, fitFailed, withdrawnWhereFailed } from './fit-failed.ts';
import { withOrigin } from './twin-origin.ts';
import { temperatureOf, temperatureWords } from './twin-temperature.ts';
import type { Twin, TwinParameter } from './twin.ts';

const parameter: TwinParameter = {
  id: 'a',
  current: 'INa',
  unit: '',
  baseline: 1,
  value: 1,
  multiplier: 1,
  mean: 1,
  sd: 0.01,
  interval90: [0.98, 1.02],
  informedBy: 'data',
};

describe('a failed fit', () => {
  it('is one whose chi2 is above the bound or not a number', () => {
    expect([1, FAILED_CHI2, FAILED_CHI2 + 1e-6, 726, NaN, Infinity].map((chi2PerSample) => fitFailed({ chi2PerSample }))).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it('informs no parameter, and a good fit keeps its badges', () => {
    expect(withdrawnWhereFailed([parameter], { chi2PerSample: 726 }).map(({ informedBy }) => informedBy)).toEqual(['nothing']);
    const kept = [parameter];
    expect(withdrawnWhereFailed(kept, { chi2PerSample: 1.1 })).toBe(kept);
  });
});

describe('what a twin states of its recording', () => {
  it('distinguishes a stated temperature, an assumed one and one of unknown origin', () => {
    expect(temperatureWords(temperatureOf({ temperatureC: 24.53 }))).toBe('24.5 °C');
    expect(temperatureWords(temperatureOf({}))).toBe('not stated (37 °C assumed)');
    expect(temperatureWords({ temperatureC: 37 })).toBe('37 °C (stated or assumed: unknown)');
  });

  it('stays marked as simulated', () => {
    const unmarked = { provenance: { priorSd: 0.6 } } as Twin;
    const twin = { ...unmarked, simulated: true };
    expect(withOrigin(twin, false)).toBe(twin);
    expect(withOrigin(unmarked, true).simulated).toBe(true);
    expect(withOrigin(unmarked, false).simulated).toBe(false);
  });
});
