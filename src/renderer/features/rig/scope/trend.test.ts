import { describe, expect, it } from 'vitest';
import { NO_TREND, withReading } from './trend.ts';

const scope = (number: number) => ({
  wanted: true,
  running: true,
  pulseMv: -10,
  beforeMs: 25,
  sweepMs: 50,
  problem: null,
  beyondRangePa: null,
  reading: {
    number,
    atS: number / 2,
    resistanceMohm: 900,
    isAtLeast: false,
    holdingCurrentPa: -80,
    noisePa: 5,
    membrane: null,
    noMembrane: 'x',
  },
});

describe('withReading', () => {
  it('adds each reading once and keeps an hour of them', () => {
    let trend = NO_TREND;
    for (let i = 1; i <= 7300; i++) trend = withReading(withReading(trend, scope(i)), scope(i));
    expect(trend.readings).toHaveLength(7200);
    expect(trend.readings.at(-1)?.number).toBe(7300);
    expect(withReading(trend, null)).toBe(trend);
  });

  it('begins anew with another device', () => {
    const trend = withReading(withReading(withReading(NO_TREND, scope(8)), scope(9)), scope(1));
    expect(trend.readings.map(({ number }) => number)).toEqual([1]);
  });
});
