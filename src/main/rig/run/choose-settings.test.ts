import { describe, expect, it } from 'vitest';
import { BUILT_IN_RIG } from '../../../core/amplifier/built-in-rig.ts';
import { chooseSettings, withinRanges } from './choose-settings.ts';

const { capabilities } = BUILT_IN_RIG;
const wish = { sampleRateHz: 10_000, largestCurrentPa: 20_000, filterHz: 5000, mode: 'VC', holding: -80 } as const;

describe('the settings of an amplifier', () => {
  it('are of its own lists, in whatever order they come', () => {
    const unordered = { ...capabilities, currentRangesPa: [200_000, 2000, 20_000] };
    expect(chooseSettings(unordered, wish)).toEqual({
      sampleRateHz: 10_000,
      rangePa: 20_000,
      filterHz: 5000,
      mode: 'VC',
      holdLevel: -80_000,
    });
    expect(chooseSettings(unordered, { ...wish, largestCurrentPa: 20_001 }).rangePa).toBe(200_000);
    expect(() => chooseSettings(unordered, { ...wish, largestCurrentPa: 1e6 })).toThrow(/it has 10000, 20000, 50000 Hz and/);
    expect(() => chooseSettings(unordered, { ...wish, sampleRateHz: 12_500 })).toThrow(/^Expected a device with 12500 Hz/);
    expect(() => chooseSettings({ ...capabilities, modes: ['VC'] }, { ...wish, mode: 'I0' })).toThrow(/with the mode I0, it has VC/);
  });

  it('hold a cell where the amplifier and the cell can be held', () => {
    expect(() => chooseSettings(capabilities, { ...wish, holding: 201 })).toThrow(/within \+-200 mV/);
    expect(() => chooseSettings(capabilities, { ...wish, holding: Number.NaN })).toThrow(/within \+-200 mV/);
    const narrow = { ...capabilities, voltageRangeMv: { lowest: -70, highest: 100 } };
    expect(() => chooseSettings(narrow, wish)).toThrow(/of -70 to 100 mV, got -80/);
    expect(chooseSettings(capabilities, { ...wish, mode: 'I0' }).holdLevel).toBe(0);
    expect(() => chooseSettings(capabilities, { ...wish, filterHz: 0.5 })).toThrow(/filter/);
  });

  it('expect by default no more current than there is a range for', () => {
    expect(withinRanges(20_000, capabilities)).toBe(20_000);
    expect(withinRanges(20_000, { ...capabilities, currentRangesPa: [500, 10_000] })).toBe(10_000);
  });
});
