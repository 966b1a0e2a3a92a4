import { describe, expect, it } from 'vitest';
import { BUILT_IN_RIG } from './built-in-rig.ts';
import { setupFor, USUAL_SETUP } from './recording-setup.ts';

const offers = BUILT_IN_RIG.capabilities;

describe('rate, filter and gain of recordings', () => {
  it('are the usual ones where nothing is set', () => {
    expect(setupFor(USUAL_SETUP, offers)).toEqual({ chosen: { sampleRateHz: 10_000, filterHz: 5000, rangePa: 20_000 }, problems: [] });
    const small = { ...offers, currentRangesPa: [200, 2000], sampleRatesHz: [5000] };
    expect(setupFor(USUAL_SETUP, small).chosen).toEqual({ sampleRateHz: 5000, filterHz: 2500, rangePa: 2000 });
  });

  it('are those that are set, where the device offers them', () => {
    const set = { sampleRateHz: 50_000, filterHz: 20_000, rangePa: 2000 };
    expect(setupFor(set, offers)).toEqual({ chosen: set, problems: [] });
  });

  it.each([
    [{ sampleRateHz: 30_000 }, /^Expected a sampling rate of 10, 20, 50 kHz, 30 kHz is set/],
    [{ rangePa: 500 }, /^Expected a range of the current of 2, 20, 200 nA, 0\.5 nA is set/],
    [{ filterHz: 6000 }, /^Expected a filter of 0\.5 to 5 kHz at a rate of 10 kHz, 6 kHz is set/],
    [{ filterHz: 100 }, /^Expected a filter/],
    [{ filterHz: 2000.5 }, /^Expected a filter/],
  ])('of what it does not offer stay usual, and that is said: %j', (set, words) => {
    const { chosen, problems } = setupFor({ ...USUAL_SETUP, ...set }, offers);
    expect(chosen).toEqual(setupFor(USUAL_SETUP, offers).chosen);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(words);
  });
});
